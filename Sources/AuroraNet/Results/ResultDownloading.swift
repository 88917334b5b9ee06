/// Gets results of a service: large files at URLs that the service gave. A port.
package protocol ResultDownloading: Sendable {
    /// Gets what `url` names into a new file at `path`, which is not there if this fails. `progress` is told the bytes that
    /// are there, and all there will be if the server said. A connection that is cut is gone on with.
    func get(
        url: String, to path: String, limits: DownloadLimits,
        progress: @escaping @Sendable (_ bytes: Int64, _ total: Int64?) -> Void
    ) async throws(DownloadFailure) -> DownloadedResult
}

/// A result that is whole, as far as its server said how long it is.
package struct DownloadedResult: Hashable, Sendable {
    package let bytes: Int64
    /// As the server wrote it; empty if it did not.
    package let contentType: String

    package init(bytes: Int64, contentType: String) {
        self.bytes = bytes
        self.contentType = contentType
    }
}

/// How far a download may go.
package struct DownloadLimits: Hashable, Sendable {
    package var bytes: Int64 = 512 << 20
    package var connectSeconds = 15
    /// For everything, with all that is tried again.
    package var totalSeconds = 900
    /// So long without a byte, and the connection counts as cut.
    package var stallSeconds = 30
    /// So often it is gone on with after a cut, or after an answer that says to come again.
    package var resumes = 5
    package var redirects = 3

    package init() {}
}

/// Why a result could not be fetched. Its words hold no more of the URL than the host.
package enum DownloadFailure: Error, Hashable, Sendable {
    /// The server has it no longer, or not for this URL: status 403, 404 or 410.
    case gone(Int)
    /// Any other status that is no success.
    case status(Int)
    /// The connection ended or stalled too often, or could not be made. A later call may get it.
    case cut(String)
    /// It has more than so many bytes.
    case tooLarge(Int64)
    /// It is no video but a page, an error or something else, in words.
    case notMedia(String)
    /// The file cannot be written, in the system's words.
    case unwritable(String)
    /// The URL may not be fetched: no https, an address of this machine or its neighbours, no TLS; or libcurl is missing.
    case refused(String)
    case cancelled
}
