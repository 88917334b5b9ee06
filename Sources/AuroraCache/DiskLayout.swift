package import AuroraCore
import AuroraFiles

/// Where local state lives below the cache folder. Version 1.
///
///     objects/ab/<digest>       bytes by digest; read-only; written once
///     actions/ab/<action key>   results, as JSON with a digest of their own on the first line
///     quarantine/<digest>       entries that were found damaged
///     tmp/                      work in progress; emptied by the next build
///     locks/                    lock files
///     index                     what is known of files
package struct DiskLayout: Sendable, Hashable {
    /// Absolute.
    package let folder: String

    package init(folder: String) { self.folder = folder }

    package func object(_ digest: Digest) -> String { fanned("objects", digest) }
    package func action(_ key: ActionKey) -> String { fanned("actions", key.digest) }
    package func quarantine(_ digest: Digest) -> String { "\(folder)/quarantine/\(digest.hexadecimal)" }
    package var temporary: String { "\(folder)/tmp" }
    package var buildLock: String { "\(folder)/locks/build" }
    package var index: String { "\(folder)/index" }
    package var quarantine: String { "\(folder)/quarantine" }
    package var objects: String { "\(folder)/objects" }
    package var actions: String { "\(folder)/actions" }

    /// A path in `tmp` that nobody else uses.
    package func freshTemporary() -> String {
        Paths.join(temporary, String(UInt64.random(in: 0...UInt64.max), radix: 36))
    }

    private func fanned(_ kind: String, _ digest: Digest) -> String {
        let name = digest.hexadecimal
        return "\(folder)/\(kind)/\(name.prefix(2))/\(name)"
    }
}
