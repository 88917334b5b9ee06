import AuroraCore
import AuroraHosted

/// Brings inputs to where the service finds them, each file once.
struct HostedUploads: Sendable {
    let uploads: any MediaUploading
    let book: any MediaBook
    /// Tells apart services and accounts.
    let account: String
    /// Milliseconds since 1970.
    let now: @Sendable () -> Int64

    /// The service deletes what has not been used for thirty days; this stays well below.
    private static let freshness: Int64 = 20 * 86_400_000

    /// Where the service finds a file with these bytes.
    func place(_ file: String, _ digest: Digest, _ type: String) async throws -> String {
        let time = now()
        let known = try book.media(of: digest, at: account)
        let media: StoredMedia
        if let known, time - known.used < Self.freshness {
            media = known
        } else {
            media = try await uploads.upload(file, type: type)
        }
        try book.remember(StoredMedia(uuid: media.uuid, url: media.url, used: time), of: digest, at: account)
        // Services have been seen to take URLs where they do not find identifiers.
        return media.url ?? media.uuid
    }
}
