import AuroraCache
import AuroraCore
import AuroraFiles
import AuroraNet
import Foundation

/// What servers said of the files that were fetched, kept beside the cache: enough to ask whether there is a newer one
/// without fetching it again. Can be lost at any time.
struct FetchNotes {
    let layout: DiskLayout

    /// One file as it was fetched.
    struct Note: Codable, Hashable {
        let version: RemoteVersion
        let digest: Digest
    }

    /// `nil` if nothing is known, or nothing that can be read.
    func read(_ key: ActionKey) -> Note? {
        guard let bytes = try? Files.read(path(key), limit: 1 << 14) else { return nil }
        return try? JSONDecoder().decode(Note.self, from: Data(bytes))
    }

    func write(_ note: Note, for key: ActionKey) throws {
        try Files.write([UInt8](try JSONEncoder().encode(note)), to: path(key), staging: layout.temporary)
    }

    private func path(_ key: ActionKey) -> String {
        Paths.join(layout.shared, "fetched/\(key.digest.hexadecimal).json")
    }
}
