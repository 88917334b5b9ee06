package import AuroraCore

/// What has been brought to the service already, so that each file is sent once.
package protocol MediaBook: Sendable {
    /// The file with these bytes at a service; `service` tells apart services and accounts.
    func media(of digest: Digest, at service: String) throws(JournalError) -> StoredMedia?
    func remember(_ media: StoredMedia, of digest: Digest, at service: String) throws(JournalError)
}

/// A file that the service keeps.
package struct StoredMedia: Hashable, Sendable {
    package let uuid: String
    package let url: String?
    /// Milliseconds since 1970 at which it was last used: the service deletes what is not used for long.
    package let used: Int64

    package init(uuid: String, url: String?, used: Int64) {
        self.uuid = uuid
        self.url = url
        self.used = used
    }
}
