import Glibc

/// An exclusive lock on a file that dies with its process, so there is no such thing as a stale one.
package struct FileLock: ~Copyable {
    private let descriptor: Int32

    deinit { close(descriptor) }

    /// Takes the lock at once, or returns `nil` when another process has it. The file is made if need be and never
    /// removed.
    package static func acquire(_ path: String) throws(FileError) -> FileLock? {
        try Files.createDirectories(Paths.parent(path) ?? "/")
        let descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o666)
        guard descriptor >= 0 else { throw FileError("lock", path) }
        if flock(descriptor, LOCK_EX | LOCK_NB) == 0 {
            note(holderOf: descriptor)
            return FileLock(descriptor: descriptor)
        }
        let code = errno
        close(descriptor)
        if code == EWOULDBLOCK { return nil }
        throw FileError("lock", path, code: code)
    }

    /// The process that holds the lock, as it wrote it down; `nil` if it wrote nothing yet.
    package static func holder(_ path: String) -> Int? {
        // A message for a person who waits: no holder to name is no failure.
        guard let bytes = try? Files.read(path, limit: 64) else { return nil }
        return Int(String(decoding: bytes, as: UTF8.self).prefix { $0.isNumber })
    }

    private init(descriptor: Int32) { self.descriptor = descriptor }

    private static func note(holderOf descriptor: Int32) {
        let text = Array("\(getpid())\n".utf8)
        ftruncate(descriptor, 0)
        _ = text.withUnsafeBytes { pwrite(descriptor, $0.baseAddress, $0.count, 0) }
    }
}
