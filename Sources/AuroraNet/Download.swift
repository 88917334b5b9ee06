package import AuroraCore

/// What is known of a version of a file on a server, as the server said it; empty if it said nothing.
package struct RemoteVersion: Hashable, Sendable, Codable {
    package let etag: String
    package let modified: String

    package init(etag: String, modified: String) {
        self.etag = etag
        self.modified = modified
    }
}

/// What came of asking for a file.
package enum Download: Hashable, Sendable {
    /// The file is in its place.
    case fetched(RemoteVersion, bytes: Int64)
    /// The server says that the version that is known is still the one it has.
    case unchanged
}

/// Gets files of the network. The port behind which libcurl is.
package protocol Downloading: Sendable {
    /// Gets what `url` names into a new file at `path`, which is not there if this fails. `known` is the version that is
    /// there already. Throws `NetError`, or `CancellationError`.
    func get(_ url: WebURL, to path: String, unless known: RemoteVersion?) async throws -> Download
}
