internal import CLibgit2
internal import Glibc

/// A lock file that excludes git too, and that does not outlive its process.
///
/// For git, the file's existence is the lock. A process that is killed leaves the file behind, and everybody stands
/// still until a person deletes it. So Aurora's lock file says whose it is, and its owner holds a `flock` on it, which
/// ends with the process: a lock of Aurora's without its `flock` is taken over. One of git's never is.
final class LockFile {
    private static let mark = Array("locked by aurora\n".utf8)

    private let path: String
    private let descriptor: Int32
    private(set) var isHeld = true
    /// What a process that was killed was about to do when it last held this lock.
    let unfinished: Unfinished?

    struct Unfinished {
        /// What it had noted.
        let note: String
        let secondsSince1970: Int
    }

    private init(path: String, descriptor: Int32, unfinished: Unfinished? = nil) {
        self.path = path
        self.descriptor = descriptor
        self.unfinished = unfinished
    }

    deinit {
        release()
        close(descriptor)
    }

    /// Waits a bounded time; `nil` if another process still has it.
    static func take(_ path: String, waitMilliseconds: Int) throws(GitError) -> LockFile? {
        let pauseMilliseconds = 20
        var remaining = waitMilliseconds
        while true {
            if let file = try create(path) { return file }
            if let file = takeOver(path) { return file }
            guard remaining > 0 else { return nil }
            usleep(UInt32(pauseMilliseconds) * 1000)
            remaining -= pauseMilliseconds
        }
    }

    /// Leaves word of what comes next, for who takes over if this process is killed doing it.
    func note(_ text: String) throws(GitError) {
        precondition(isHeld, "a note is left in a lock that is held")
        let bytes = Self.mark + Array(text.utf8)
        guard pwrite(descriptor, bytes, bytes.count, 0) == bytes.count, ftruncate(descriptor, off_t(bytes.count)) == 0
        else { throw GitError.system("write to the lock", path: path, errno: errno) }
    }

    /// Removes the file; may be called again.
    func release() {
        if isHeld { unlink(path) }
        isHeld = false
    }

    /// A new file, marked and locked before it has a name; `nil` if there is one already.
    private static func create(_ path: String) throws(GitError) -> LockFile? {
        let folder = String(path[..<(path.lastIndex(of: "/") ?? path.startIndex)])
        let descriptor = aurora_open_unnamed(folder)
        guard descriptor >= 0 else { return try createNamed(path) }
        let isMarked = flock(descriptor, LOCK_EX | LOCK_NB) == 0 && write(descriptor, mark, mark.count) == mark.count
        let source = "/proc/self/fd/\(descriptor)"
        if isMarked, linkat(AT_FDCWD, source, AT_FDCWD, path, AT_SYMLINK_FOLLOW) == 0 {
            return LockFile(path: path, descriptor: descriptor)
        }
        let number = errno
        close(descriptor)
        if isMarked, number == EEXIST { return nil }
        return try createNamed(path)
    }

    /// For file systems without unnamed files, or without `/proc`.
    private static func createNamed(_ path: String) throws(GitError) -> LockFile? {
        let descriptor = open(path, O_CREAT | O_EXCL | O_RDWR | O_CLOEXEC, 0o666)
        guard descriptor >= 0 else {
            if errno == EEXIST { return nil }
            throw GitError.system("lock", path: path, errno: errno)
        }
        // Without the mark, or the lock on it, the file is one like git's: it works, and would have to be deleted by hand.
        _ = flock(descriptor, LOCK_EX | LOCK_NB)
        _ = write(descriptor, mark, mark.count)
        return LockFile(path: path, descriptor: descriptor)
    }

    /// The lock of a process of Aurora's that is gone; `nil` if there is none, if it is not gone, or was git's.
    static func takeOver(_ path: String) -> LockFile? {
        let descriptor = open(path, O_RDWR | O_NOFOLLOW | O_CLOEXEC)
        guard descriptor >= 0 else { return nil }
        let longestNote = 4096
        var bytes = [UInt8](repeating: 0, count: mark.count + longestNote)
        let count = read(descriptor, &bytes, bytes.count)
        var (own, named) = (stat(), stat())
        // The name may have gone to another file since it was opened.
        guard count >= mark.count, bytes.starts(with: mark), flock(descriptor, LOCK_EX | LOCK_NB) == 0,
            fstat(descriptor, &own) == 0, stat(path, &named) == 0, own.st_ino == named.st_ino,
            own.st_dev == named.st_dev
        else {
            close(descriptor)
            return nil
        }
        let note = String(decoding: bytes[mark.count..<count], as: UTF8.self)
        let unfinished = note.isEmpty ? nil : Unfinished(note: note, secondsSince1970: own.st_mtim.tv_sec)
        return LockFile(path: path, descriptor: descriptor, unfinished: unfinished)
    }
}
