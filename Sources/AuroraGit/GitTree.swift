internal import CLibgit2

/// What a tree has at a path.
struct TreeEntry: Hashable {
    enum Kind: Hashable { case file, executable, symbolicLink, folder, submodule }

    let id: ObjectID
    let kind: Kind
}

/// The files of one commit; without any for a branch that has no commit.
final class GitTree {
    private let repository: GitRepository
    private let handle: GitHandle?
    /// What `handle` owns.
    private let root: OpaquePointer?
    /// Folders that were read lately, by path; `nil` for what is no folder. git reads and checks one anew for each look
    /// into it, and many paths share their folders.
    private var folders: [String: Folder?] = [:]
    private static let maximumFolders = 1000

    /// One that was read.
    private final class Folder {
        let tree: GitHandle

        init(_ tree: consuming GitHandle) { self.tree = tree }
    }

    private init(_ repository: GitRepository, _ handle: consuming GitHandle?) {
        self.repository = repository
        root = handle?.pointer
        self.handle = handle
    }

    /// The tree of a commit's name, or of whatever `git rev-parse` takes; `nil` for the empty tree.
    convenience init(_ repository: GitRepository, revision: String?) throws(GitError) {
        guard let revision else {
            self.init(repository, nil)
            return
        }
        let found = try GitHandle("find the revision", path: revision, free: libgit2.object_free) {
            libgit2.revparse_single(&$0, repository.pointer, revision)
        }
        let tree = try GitHandle("read the tree of", path: revision, free: libgit2.object_free) {
            libgit2.object_peel(&$0, found.pointer, GIT_OBJECT_TREE)
        }
        self.init(repository, tree)
    }

    /// What is at the path; `nil` if nothing is.
    func entry(_ path: String) throws(GitError) -> TreeEntry? {
        let folder: OpaquePointer?
        let name: Substring
        if let slash = path.utf8.lastIndex(of: UInt8(ascii: "/")) {
            folder = try self.folder(String(path[..<slash]))
            name = path[path.utf8.index(after: slash)...]
        } else {
            folder = root
            name = path[...]
        }
        // The entry belongs to its folder.
        guard let folder, let entry = String(name).withCString({ libgit2.tree_entry_byname(folder, $0) }),
            let id = libgit2.tree_entry_id(entry)
        else { return nil }
        return TreeEntry(id: ObjectID(id.pointee), kind: Self.kind(libgit2.tree_entry_filemode(entry)))
    }

    /// The folder at a path, until the next one is asked for.
    private func folder(_ path: String) throws(GitError) -> OpaquePointer? {
        if let known = folders[path] { return known?.tree.pointer }
        guard let entry = try entry(path), entry.kind == .folder else {
            folders[path] = .some(nil)
            return nil
        }
        var id = entry.id.raw
        let folder = Folder(
            try GitHandle("read the folder", path: path, free: libgit2.tree_free) {
                libgit2.tree_lookup(&$0, repository.pointer, &id)
            })
        if folders.count >= Self.maximumFolders { folders = [:] }
        folders[path] = folder
        return folder.tree.pointer
    }

    /// Whether one of the folders above the path is a submodule.
    func isInsideSubmodule(_ path: String) throws(GitError) -> Bool {
        var folder = path[...]
        while let slash = folder.lastIndex(of: "/") {
            folder = folder[..<slash]
            if try entry(String(folder))?.kind == .submodule { return true }
        }
        return false
    }

    /// The regular files below `folder` (empty: everywhere), as paths below it, in git's order.
    func files(under folder: String) throws(GitError) -> [String] {
        guard let root else { return [] }
        guard !folder.isEmpty else { return try Self.files(root, repository) }
        guard let tree = try self.folder(folder) else { return [] }
        return try Self.files(tree, repository)
    }

    /// Walks with a stack of its own: the depth of a repository's tree is not ours to trust.
    private static func files(_ top: OpaquePointer, _ repository: GitRepository) throws(GitError) -> [String] {
        var files: [String] = []
        var pending: [(prefix: String, id: ObjectID)] = []
        if let id = libgit2.tree_id(top) { pending.append(("", ObjectID(id.pointee))) }
        while let (prefix, id) = pending.popLast() {
            var raw = id.raw
            let tree = try GitHandle("read the folder", path: prefix, free: libgit2.tree_free) {
                libgit2.tree_lookup(&$0, repository.pointer, &raw)
            }
            for index in 0..<libgit2.tree_entrycount(tree.pointer) {
                guard let entry = libgit2.tree_entry_byindex(tree.pointer, index),
                    let name = libgit2.tree_entry_name(entry),
                    let id = libgit2.tree_entry_id(entry)
                else { continue }
                let path = prefix + String(cString: name)
                switch kind(libgit2.tree_entry_filemode(entry)) {
                case .file, .executable: files.append(path)
                case .folder: pending.append((path + "/", ObjectID(id.pointee)))
                case .symbolicLink, .submodule: continue
                }
            }
        }
        return files.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    }

    /// A new tree: this one with `changes`, which must not be empty. Folders come and go as needed.
    func updated(_ changes: [TreeChange]) throws(GitError) -> ObjectID {
        if let root { return try updated(root, changes) }
        let empty = try Self.empty(repository)
        return try updated(empty.pointer, changes)
    }

    private func updated(_ base: OpaquePointer, _ changes: [TreeChange]) throws(GitError) -> ObjectID {
        let names = PathList(changes.map(\.path))
        var updates = zip(changes, names.pointers).map { change, name in
            switch change.content {
            case .file(let id, let isExecutable):
                git_tree_update(
                    action: GIT_TREE_UPDATE_UPSERT, id: id.raw,
                    filemode: isExecutable ? GIT_FILEMODE_BLOB_EXECUTABLE : GIT_FILEMODE_BLOB, path: name)
            case .removed:
                git_tree_update(
                    action: GIT_TREE_UPDATE_REMOVE, id: git_oid(), filemode: GIT_FILEMODE_BLOB, path: name)
            }
        }
        return try withExtendedLifetime(names) { () throws(GitError) in
            try ObjectID("write the tree of the commit") {
                libgit2.tree_create_updated(&$0, repository.pointer, base, updates.count, &updates)
            }
        }
    }

    private static func empty(_ repository: GitRepository) throws(GitError) -> GitHandle {
        let builder = try GitHandle("write an empty tree", free: libgit2.treebuilder_free) {
            libgit2.treebuilder_new(&$0, repository.pointer, nil)
        }
        var id = try ObjectID("write an empty tree") { libgit2.treebuilder_write(&$0, builder.pointer) }.raw
        return try GitHandle("read an empty tree", free: libgit2.tree_free) {
            libgit2.tree_lookup(&$0, repository.pointer, &id)
        }
    }

    static func kind(_ mode: git_filemode_t) -> TreeEntry.Kind {
        switch mode {
        case GIT_FILEMODE_TREE: .folder
        case GIT_FILEMODE_LINK: .symbolicLink
        case GIT_FILEMODE_COMMIT: .submodule
        case GIT_FILEMODE_BLOB_EXECUTABLE: .executable
        default: .file
        }
    }
}

/// One path that a commit changes.
struct TreeChange: Hashable {
    enum Content: Hashable {
        case file(ObjectID, isExecutable: Bool)
        case removed
    }

    let path: String
    let content: Content
}

/// Paths as C strings that live as long as this does.
private final class PathList {
    let pointers: [UnsafePointer<CChar>]
    private let storage: [UnsafeMutablePointer<CChar>]

    init(_ paths: [String]) {
        storage = paths.map { path in
            let bytes = Array(path.utf8CString)
            let copy = UnsafeMutablePointer<CChar>.allocate(capacity: bytes.count)
            copy.initialize(from: bytes, count: bytes.count)
            return copy
        }
        pointers = storage.map { UnsafePointer($0) }
    }

    deinit { storage.forEach { $0.deallocate() } }
}
