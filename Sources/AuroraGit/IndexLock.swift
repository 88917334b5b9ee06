internal import CLibgit2
internal import Glibc

/// One entry of the index that has to follow a commit.
struct IndexEdit {
    enum Content {
        /// The entry names this object; `status` is the file's if the file has the same content.
        case file(ObjectID, isExecutable: Bool, status: stat?)
        case removed
    }

    let path: String
    let content: Content
}

/// Holds the index's lock file, as git does from before it reads the index until a commit has moved the branch, so that
/// nobody's `git add` in between is lost. Gives it back when it goes.
///
/// libgit2 locks only while it writes. So it is given a copy of the index to edit, which then replaces the index by
/// rename, as git's own would.
final class IndexLock {
    private let repository: GitRepository
    private let index: String
    private let file: LockFile
    /// Whether `copy` is a whole index that waits to take the index's place.
    private var isPrepared = false

    private var copy: String { index + ".aurora" }

    /// Waits a bounded time for another process; `nil` if it still holds the lock.
    static func take(_ repository: GitRepository, waitMilliseconds: Int) throws(GitError) -> IndexLock? {
        let index = try repository.indexPath()
        guard let file = try LockFile.take(index + ".lock", waitMilliseconds: waitMilliseconds) else { return nil }
        if let unfinished = file.unfinished { try repository.removeLock(of: unfinished) }
        return IndexLock(repository: repository, index: index, file: file)
    }

    /// Removes what a process of Aurora's left locked when it was killed, where nothing is to be committed.
    static func clearAbandoned(_ repository: GitRepository) throws(GitError) {
        let index = try repository.indexPath()
        guard let file = LockFile.takeOver(index + ".lock") else { return }
        if let unfinished = file.unfinished { try repository.removeLock(of: unfinished) }
        // Its copy of the index goes with it.
        IndexLock(repository: repository, index: index, file: file).release()
    }

    /// Says that the reference is about to move, in case this process is killed while its lock file exists.
    func announceMove(of reference: String) throws(GitError) {
        try file.note(reference)
    }

    private init(repository: GitRepository, index: String, file: LockFile) {
        self.repository = repository
        self.index = index
        self.file = file
    }

    deinit { release() }

    /// Unlocks the index as it is.
    func release() {
        guard file.isHeld else { return }
        discardCopy()
        file.release()
    }

    /// Makes the edits in a copy of the index, in which every other entry stays as it is. Whatever can go wrong with an
    /// index goes wrong here, before a branch moves. May be called again, and then begins anew.
    func prepare(_ edits: [IndexEdit]) throws(GitError) {
        precondition(file.isHeld, "the index is edited under its lock")
        discardCopy()
        // A large index is not copied for nothing.
        guard !edits.isEmpty else { return }
        let mode = try duplicate(to: copy)
        guard try Self.edit(copy, of: repository, edits) else { return discardCopy() }
        if let mode { chmod(copy, mode) }
        isPrepared = true
    }

    /// Puts what `prepare` made in the index's place, and unlocks it.
    func finish() throws(GitError) {
        precondition(file.isHeld, "the index is replaced under its lock")
        defer { release() }
        guard isPrepared else { return }
        guard rename(copy, index) == 0 else {
            throw GitError.system("replace the index", path: index, errno: errno)
        }
        isPrepared = false
    }

    private func discardCopy() {
        unlink(copy)
        unlink(copy + ".lock")
        isPrepared = false
    }

    /// Copies the index with its time, by which git tells the entries whose files it must read because they may have
    /// changed just after the index was written. Gives the index's permissions.
    ///
    /// git as Debian builds it counts only whole seconds, libgit2 counts nanoseconds too: it would pass over a file that
    /// was edited in the index's second, and git would never look at it again. So the copy's time is the second's start,
    /// and libgit2 marks every entry that git would have looked at.
    private func duplicate(to copy: String) throws(GitError) -> mode_t? {
        let source = open(index, O_RDONLY | O_CLOEXEC)
        guard source >= 0 else {
            if errno == ENOENT { return nil }
            throw GitError.system("read the index", path: index, errno: errno)
        }
        defer { close(source) }
        let target = open(copy, O_CREAT | O_EXCL | O_WRONLY | O_CLOEXEC, 0o666)
        guard target >= 0 else { throw GitError.system("copy the index to", path: copy, errno: errno) }
        defer { close(target) }
        var status = stat()
        guard fstat(source, &status) == 0 else { throw GitError.system("read the index", path: index, errno: errno) }
        var left = Int(status.st_size)
        while left > 0 {
            let sent = sendfile(target, source, nil, left)
            guard sent > 0 else { throw GitError.system("copy the index to", path: copy, errno: errno) }
            left -= sent
        }
        let start = timespec(tv_sec: status.st_mtim.tv_sec, tv_nsec: 0)
        var times = [start, start]
        guard futimens(target, &times) == 0 else {
            throw GitError.system("copy the index to", path: copy, errno: errno)
        }
        return status.st_mode & 0o7777
    }

    /// Edits the index file at `copy` for the repository; false if there was nothing to change.
    private static func edit(
        _ copy: String, of repository: GitRepository, _ edits: [IndexEdit]
    ) throws(GitError) -> Bool {
        let index = try GitHandle("read the index", path: copy, free: libgit2.index_free) {
            libgit2.index_open(&$0, copy)
        }
        // As the repository's own, so that libgit2 marks entries that became ambiguous in time, as git does.
        try git("read the index", path: copy) { libgit2.repository_set_index(repository.pointer, index.pointer) }
        defer { _ = libgit2.repository_set_index(repository.pointer, nil) }
        var isChanged = false
        for edit in edits {
            if try apply(edit, to: index.pointer) { isChanged = true }
        }
        if isChanged { try git("write the index", path: copy) { libgit2.index_write(index.pointer) } }
        return isChanged
    }

    private static func apply(_ edit: IndexEdit, to index: OpaquePointer) throws(GitError) -> Bool {
        let existing = libgit2.index_get_bypath(index, edit.path, 0)?.pointee
        var position = 0
        let isKnown = try gitFinds("read the index entry", path: edit.path) {
            libgit2.index_find(&position, index, edit.path)
        }
        switch edit.content {
        case .removed:
            guard isKnown else { return false }
            // Of every stage: a conflict about a removed record is settled.
            try removeConflict(edit.path, from: index)
            if existing != nil {
                try git("remove the index entry", path: edit.path) { libgit2.index_remove(index, edit.path, 0) }
            }
            return true
        case .file(let id, let isExecutable, let status):
            var entry = existing ?? git_index_entry()
            let mode = UInt32((isExecutable ? GIT_FILEMODE_BLOB_EXECUTABLE : GIT_FILEMODE_BLOB).rawValue)
            let isSame = existing != nil && ObjectID(entry.id) == id && entry.mode == mode
            if isSame, status.map({ entry.describes($0) }) ?? true { return false }
            entry.id = id.raw
            entry.mode = mode
            entry.describe(status)
            try removeConflict(edit.path, from: index)
            try git("write the index entry", path: edit.path) {
                edit.path.withCString { path in
                    entry.path = path
                    return libgit2.index_add(index, &entry)
                }
            }
            return true
        }
    }

    private static func removeConflict(_ path: String, from index: OpaquePointer) throws(GitError) {
        _ = try gitFinds("remove the conflict of", path: path) { libgit2.index_conflict_remove(index, path) }
    }
}

extension GitRepository {
    /// Removes the lock file of a reference that a killed process was about to move. libgit2 takes it for a few
    /// milliseconds; one that was made much later is somebody else's.
    fileprivate func removeLock(of unfinished: LockFile.Unfinished) throws(GitError) {
        let reference = unfinished.note
        let longestMoveSeconds = 5
        var isValid: Int32 = 0
        try git("check the name of the reference", path: reference) {
            libgit2.reference_name_is_valid(&isValid, reference)
        }
        // A branch is shared by all worktrees, HEAD is each one's own.
        let folder = reference == "HEAD" ? libgit2.repository_path(pointer) : libgit2.repository_commondir(pointer)
        guard isValid == 1, let folder else { return }
        let lock = String(cString: folder) + reference + ".lock"
        var status = stat()
        guard stat(lock, &status) == 0, status.st_mtim.tv_sec >= unfinished.secondsSince1970,
            status.st_mtim.tv_sec <= unfinished.secondsSince1970 + longestMoveSeconds
        else { return }
        unlink(lock)
    }
}
