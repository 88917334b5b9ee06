import Glibc
import Synchronization

/// Exclusive locks on the numbers of one file. A lock dies with its process, so there is no such thing as a stale one.
///
/// They are the kernel's record locks (`fcntl`), a byte for each number. The file stays empty and is never removed: a
/// lock costs no file of its own, nothing has to be swept, and nobody can lock a file that just lost its name. The
/// kernel says who holds one, and no child inherits it, as it would a `flock`.
///
/// Such locks belong to a process, and closing any descriptor of the file drops them all. So each file is open once in
/// a process, here alone, and who holds what within the process is noted here.
package struct NumberedLocks: Sendable, Hashable {
    private let path: String

    /// `path` is of the file; it is made, with its folders, when the first lock is taken.
    package init(_ path: String) { self.path = path }

    /// Takes the lock on a number at once, or returns `nil` when somebody has it, in this process or another. The two
    /// highest bits of `number` do not count.
    package func acquire(_ number: UInt64) throws(FileError) -> FileLock? {
        let offset = Self.offset(number)
        guard let path = try realPath(isCreating: true) else { throw FileError("lock", path, code: ENOENT) }
        let isMine = try Self.files.withLock { files throws(FileError) -> Bool in
            var file = if let open = files[path] { open } else { try LockedFile(path) }
            defer { files[path] = file.closedIfUnused }
            try file.followName(path)
            guard !file.held.contains(offset), try file.lock(offset, path) else { return false }
            file.held.insert(offset)
            return true
        }
        return isMine ? FileLock(path: path, offset: offset) : nil
    }

    /// The process that holds the lock on a number; `nil` if none does, or none that can be named.
    package func holder(_ number: UInt64) -> Int? {
        // A message for a person who waits: no holder to name is no failure.
        (try? state(number)).flatMap { $0 }
    }

    /// Whether somebody holds the lock on a number, in this process or another. Writes nothing.
    package func isHeld(_ number: UInt64) throws(FileError) -> Bool { try state(number) != nil }

    /// `nil` if the number is free; 0 for a holder of another name space of processes.
    private func state(_ number: UInt64) throws(FileError) -> Int? {
        let offset = Self.offset(number)
        guard let path = try realPath(isCreating: false) else { return nil }
        return try Self.files.withLock { files throws(FileError) -> Int? in
            if let file = files[path] {
                return file.held.contains(offset) ? Int(getpid()) : try file.holder(offset, path)
            }
            guard let file = try LockedFile(existing: path) else { return nil }
            defer { close(file.descriptor) }
            return try file.holder(offset, path)
        }
    }

    fileprivate static func release(_ path: String, _ offset: Int64) {
        files.withLock { files in
            guard var file = files[path] else { return }
            file.held.remove(offset)
            file.unlock(offset)
            files[path] = file.closedIfUnused
        }
    }

    /// One name for each file, however it is reached; `nil` if its folder is not there.
    private func realPath(isCreating: Bool) throws(FileError) -> String? {
        let folder = Paths.parent(path) ?? "/"
        let mark = try FileMark.of(folder)
        // Nearly always it is the folder that it was the last time.
        if let mark, let known = Self.realFolders.withLock({ $0[folder] }), known.mark == mark {
            return Paths.join(known.path, Paths.name(path))
        }
        if mark == nil {
            guard isCreating else { return nil }
            try Files.createDirectories(folder)
        }
        let real = try Files.realPath(folder)
        if let mark = try FileMark.of(folder), mark.isFolder {
            Self.realFolders.withLock { $0[folder] = (mark, real) }
        }
        return Paths.join(real, Paths.name(path))
    }

    private static let realFolders = Mutex<[String: (mark: FileMark, path: String)]>([:])

    private static func offset(_ number: UInt64) -> Int64 { Int64(number & (1 << 62 - 1)) }

    private static let files = Mutex<[String: LockedFile]>([:])
}

/// A lock on a number, held until it is given up or its process ends.
package struct FileLock: ~Copyable, Sendable {
    fileprivate let path: String
    fileprivate let offset: Int64

    deinit { NumberedLocks.release(path, offset) }
}

/// The one descriptor that this process has of a file of locks.
private struct LockedFile {
    var descriptor: Int32
    var held: Set<Int64> = []

    init(_ path: String) throws(FileError) { descriptor = try Self.open(path) }

    /// `nil` if there is no such file: then nobody holds anything.
    init?(existing path: String) throws(FileError) {
        descriptor = Glibc.open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK)
        guard descriptor < 0 else { return }
        if errno == ENOENT { return nil }
        throw FileError("lock", path)
    }

    private static func open(_ path: String) throws(FileError) -> Int32 {
        let descriptor = Glibc.open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK, 0o666)
        guard descriptor >= 0 else { throw FileError("lock", path) }
        return descriptor
    }

    /// Somebody may have removed the folder under a process that runs for days: what others lock is the new file.
    mutating func followName(_ path: String) throws(FileError) {
        let current = try? FileFacts.of(path)
        if let current, current.inode == (try? FileFacts.of(descriptor: descriptor, path: path))?.inode { return }
        let new = try Self.open(path)
        close(descriptor)
        descriptor = new
        for offset in held { _ = try lock(offset, path) }
    }

    func lock(_ offset: Int64, _ path: String) throws(FileError) -> Bool {
        var request = Self.request(F_WRLCK, offset)
        if fcntl(descriptor, F_SETLK, &request) == 0 { return true }
        if errno == EAGAIN || errno == EACCES { return false }
        throw FileError("lock", path)
    }

    func unlock(_ offset: Int64) {
        var request = Self.request(F_UNLCK, offset)
        _ = fcntl(descriptor, F_SETLK, &request)
    }

    /// The other process that holds a lock.
    func holder(_ offset: Int64, _ path: String) throws(FileError) -> Int? {
        var request = Self.request(F_WRLCK, offset)
        guard fcntl(descriptor, F_GETLK, &request) == 0 else { throw FileError("lock", path) }
        return request.l_type == Int16(F_UNLCK) ? nil : Int(request.l_pid)
    }

    /// `nil`, and closed, when nothing is held by it.
    var closedIfUnused: LockedFile? {
        guard held.isEmpty else { return self }
        close(descriptor)
        return nil
    }

    private static func request(_ type: Int32, _ offset: Int64) -> flock {
        flock(l_type: Int16(type), l_whence: Int16(SEEK_SET), l_start: Int(offset), l_len: 1, l_pid: 0)
    }
}
