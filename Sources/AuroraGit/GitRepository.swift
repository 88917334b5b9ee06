internal import AuroraProvenance
internal import CLibgit2

/// An open repository with a working tree that contains the workspace. For one thread at a time.
final class GitRepository {
    enum Opening {
        case none
        case bare
        case ready(GitRepository)
    }

    private let handle: GitHandle
    /// The working tree's top folder, absolute, without symbolic links and without a final slash.
    let root: String
    /// The workspace below `root`; empty if it is `root` itself.
    let workspace: String

    var pointer: OpaquePointer { handle.pointer }

    private init(_ handle: consuming GitHandle, root: String, workspace: String) {
        self.handle = handle
        self.root = root
        self.workspace = workspace
    }

    /// Opens the repository that contains the folder, as git finds it: upwards, not past the file system it is on.
    static func open(containing folder: String) throws(GitError) -> Opening {
        let operation = "open the git repository of"
        guard let folder = SystemCall.realPath(folder) else {
            throw GitError.invalid(operation, "there is no such folder", path: folder)
        }
        var opened: OpaquePointer?
        do throws(GitError) {
            try git(operation, path: folder) { libgit2.repository_open_ext(&opened, folder, 0, nil) }
        } catch {
            // libgit2 1.5 reports a stranger's repository as a missing `safe.directory` if there is no such setting.
            let isStrangers = error.code == GIT_EOWNER.rawValue || error.category == GIT_ERROR_CONFIG.rawValue
            if isStrangers { throw GitError.foreignOwner(operation, path: top(above: folder) ?? folder) }
            if error.code == GIT_ENOTFOUND.rawValue { return .none }
            throw error
        }
        guard let opened else { preconditionFailure("libgit2 reported success without a repository") }
        let handle = GitHandle(owning: opened, free: libgit2.repository_free)
        guard libgit2.repository_is_bare(opened) == 0, let tree = libgit2.repository_workdir(opened) else {
            return .bare
        }
        guard let root = SystemCall.realPath(String(cString: tree)), let inside = relative(folder, to: root) else {
            throw GitError.invalid(
                operation, "its working tree `\(String(cString: tree))` does not contain the workspace", path: folder)
        }
        guard !inside.split(separator: "/").contains(where: { $0.lowercased() == ".git" }) else {
            throw GitError.invalid(operation, "the workspace lies inside git's own folder", path: folder)
        }
        let repository = GitRepository(handle, root: root, workspace: inside)
        guard try repository.isKnownToItsFolder() else {
            throw GitError.invalid(
                operation, "its `.git` file names a repository that does not know of this folder", path: folder)
        }
        try repository.addWorktreeConfiguration()
        return .ready(repository)
    }

    /// Whether the repository says that this is its working tree, where a `.git` file leads to it: such a file can come
    /// with a stranger's workspace and name any repository of the user's. That of a worktree or a submodule names the
    /// folder in turn (libgit2 goes by that name, so `root` is it); for others `core.worktree` does.
    private func isKnownToItsFolder() throws(GitError) -> Bool {
        guard SystemCall.isRegularFile("\(root)/.git"), let own = libgit2.repository_path(pointer),
            let common = libgit2.repository_commondir(pointer), String(cString: own) == String(cString: common)
        else { return true }
        return try configuration().string("core.worktree") != nil
    }

    /// Settings of this worktree alone, which libgit2 1.5 does not read by itself. They outrank all others.
    private func addWorktreeConfiguration() throws(GitError) {
        let operation = "read the git configuration of"
        let live = try GitHandle(operation, path: root, free: libgit2.config_free) {
            libgit2.repository_config(&$0, pointer)
        }
        guard try configuration().bool("extensions.worktreeConfig") == true,
            let folder = libgit2.repository_path(pointer)
        else { return }
        let file = String(cString: folder) + "config.worktree"
        guard SystemCall.realPath(file) != nil else { return }
        try git(operation, path: file) {
            libgit2.config_add_file_ondisk(live.pointer, file, GIT_CONFIG_LEVEL_APP, pointer, 0)
        }
    }

    /// The working tree that contains the folder, found without trusting anything in it.
    private static func top(above folder: String) -> String? {
        var found = git_buf()
        guard libgit2.repository_discover(&found, folder, 0, nil) == 0 else { return nil }
        defer { libgit2.buf_dispose(&found) }
        let path = String(cString: found.ptr)
        return path.hasSuffix("/.git/") ? String(path.dropLast("/.git/".count)) : nil
    }

    /// Makes a repository in the folder, which must exist and hold none. The first branch is `init.defaultBranch`, or
    /// `main`.
    static func create(at folder: String) throws(GitError) {
        let operation = "create a git repository in"
        try Libgit2.start()
        var options = git_repository_init_options()
        try git(operation, path: folder) {
            libgit2.repository_init_options_init(&options, UInt32(GIT_REPOSITORY_INIT_OPTIONS_VERSION))
        }
        options.flags = GIT_REPOSITORY_INIT_NO_REINIT.rawValue
        let branch = try GitConfiguration.ofUser().string("init.defaultBranch") ?? "main"
        var made: OpaquePointer?
        try git(operation, path: folder) {
            branch.withCString { name in
                options.initial_head = name
                return libgit2.repository_init_ext(&made, folder, &options)
            }
        }
        libgit2.repository_free(made)
    }

    /// The configuration as it is now, from all levels.
    func configuration() throws(GitError) -> GitConfiguration {
        GitConfiguration(
            try GitHandle("read the git configuration", free: libgit2.config_free) {
                libgit2.repository_config_snapshot(&$0, pointer)
            })
    }

    /// Where HEAD is.
    func head() throws(GitError) -> RepositoryHead {
        let operation = "read HEAD of"
        if try git(operation, path: root, { libgit2.repository_head_detached(pointer) }) == 1 {
            return .detached(try commitID(ofReference: "HEAD"))
        }
        let reference = try GitHandle(operation, path: root, free: libgit2.reference_free) {
            libgit2.reference_lookup(&$0, pointer, "HEAD")
        }
        guard let target = libgit2.reference_symbolic_target(reference.pointer) else {
            throw GitError.invalid(operation, "HEAD names neither a branch nor a commit", path: root)
        }
        let name = String(cString: target)
        let branch = name.hasPrefix("refs/heads/") ? String(name.dropFirst("refs/heads/".count)) : name
        if try git(operation, path: root, { libgit2.repository_head_unborn(pointer) }) == 1 {
            return .unborn(branch: branch)
        }
        return .branch(branch, try commitID(ofReference: name))
    }

    private func commitID(ofReference name: String) throws(GitError) -> CommitID {
        let id = try ObjectID("read the reference", path: name) { libgit2.reference_name_to_id(&$0, pointer, name) }
        return CommitID(hexadecimal: id.description)
    }

    /// What git has begun here and the user has not finished.
    var operation: RepositoryOperation? {
        switch git_repository_state_t(UInt32(libgit2.repository_state(pointer))) {
        case GIT_REPOSITORY_STATE_NONE: nil
        case GIT_REPOSITORY_STATE_MERGE: .merge
        case GIT_REPOSITORY_STATE_REVERT, GIT_REPOSITORY_STATE_REVERT_SEQUENCE: .revert
        case GIT_REPOSITORY_STATE_CHERRYPICK, GIT_REPOSITORY_STATE_CHERRYPICK_SEQUENCE: .cherryPick
        case GIT_REPOSITORY_STATE_BISECT: .bisect
        case GIT_REPOSITORY_STATE_APPLY_MAILBOX, GIT_REPOSITORY_STATE_APPLY_MAILBOX_OR_REBASE: .am
        default: .rebase
        }
    }

    /// The path as the repository knows it. Throws for one that is not plain: absolute, `..`, `.git` and the like.
    func fullPath(_ path: String) throws(GitError) -> String {
        let parts = path.split(separator: "/", omittingEmptySubsequences: false)
        let isPlain = parts.allSatisfy { part in
            !part.isEmpty && part != "." && part != ".." && part.lowercased() != ".git" && !part.utf8.contains(0)
        }
        guard isPlain else {
            throw GitError.invalid("use the path", "it is not a plain path below the workspace", path: path)
        }
        return workspace.isEmpty ? path : workspace + "/" + path
    }

    /// `path` below `root`; `nil` if it is not there.
    private static func relative(_ path: String, to root: String) -> String? {
        if path == root { return "" }
        let prefix = root.hasSuffix("/") ? root : root + "/"
        return path.hasPrefix(prefix) ? String(path.dropFirst(prefix.count)) : nil
    }
}

/// A snapshot of git's configuration.
final class GitConfiguration {
    private let handle: GitHandle

    init(_ handle: consuming GitHandle) { self.handle = handle }

    /// What holds outside every repository.
    static func ofUser() throws(GitError) -> GitConfiguration {
        let live = try GitHandle("read the git configuration", free: libgit2.config_free) {
            libgit2.config_open_default(&$0)
        }
        return GitConfiguration(
            try GitHandle("read the git configuration", free: libgit2.config_free) {
                libgit2.config_snapshot(&$0, live.pointer)
            })
    }

    func string(_ key: String) throws(GitError) -> String? {
        var value: UnsafePointer<CChar>?
        let found = try gitFinds("read the git configuration", path: key) {
            libgit2.config_get_string(&value, handle.pointer, key)
        }
        return found ? value.map { String(cString: $0) } : nil
    }

    /// Throws for a value that is no Boolean.
    func bool(_ key: String) throws(GitError) -> Bool? {
        var value: Int32 = 0
        let found = try gitFinds("read the git configuration", path: key) {
            libgit2.config_get_bool(&value, handle.pointer, key)
        }
        return found ? value != 0 : nil
    }
}
