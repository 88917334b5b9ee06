package import AuroraCore
import AuroraFiles

/// Where local state lives below the cache folder. Version 1.
///
///     objects/ab/<digest>       bytes by digest; read-only; written once
///     actions/ab/<action key>   results, as JSON with a digest of their own on the first line
///     quarantine/<digest>       entries that were found damaged
///     tmp/<process>/            work in progress; swept once its process is gone
///     locks/                    lock files: of the workspace, of the folders in `tmp`, of actions
///     index                     what is known of files
///
/// `objects`, `actions`, `quarantine` and the locks of actions are shared by the worktrees of one repository; the rest
/// is of one workspace.
package struct DiskLayout: Sendable, Hashable {
    /// Absolute: what is of this workspace alone.
    package let folder: String
    /// Absolute: bytes and results. The same folder, but for worktrees that share another's.
    package let shared: String

    package init(folder: String, shared: String? = nil) {
        self.folder = folder
        self.shared = shared ?? folder
    }

    package func object(_ digest: Digest) -> String { fanned("objects", digest) }
    package func action(_ key: ActionKey) -> String { fanned("actions", key.digest) }
    package func quarantine(_ digest: Digest) -> String { "\(quarantine)/\(digest.hexadecimal)" }
    /// All work in progress; `temporary` is that of this process.
    package var temporaries: String { "\(folder)/tmp" }
    /// Held while records are put away and committed, and while the index is written.
    package var workspaceLock: String { "\(folder)/locks/workspace" }
    package var temporaryLocks: String { "\(folder)/locks/temporary" }
    package var actionLocks: String { "\(shared)/locks/actions" }
    package var index: String { "\(folder)/index" }
    package var quarantine: String { "\(shared)/quarantine" }
    package var objects: String { "\(shared)/objects" }
    package var actions: String { "\(shared)/actions" }

    private func fanned(_ kind: String, _ digest: Digest) -> String {
        let name = digest.hexadecimal
        return "\(shared)/\(kind)/\(name.prefix(2))/\(name)"
    }
}
