import Glibc

/// A stream between two programs of this user on this machine (a Unix domain socket).
package struct LocalSocket: ~Copyable {
    package let descriptor: Int32

    private init(descriptor: Int32) { self.descriptor = descriptor }

    deinit { close(descriptor) }

    /// Waits for connections at `path`, which only this user can make. A socket that a dead process left there is
    /// replaced; throws `FileError` with `EADDRINUSE` when a living one answers.
    package static func listening(at path: String) throws(FileError) -> LocalSocket {
        try Files.createDirectories(Paths.parent(path) ?? "/")
        if let answering = try connected(to: path, timeoutMilliseconds: 100) {
            _ = consume answering
            throw FileError("listen at", path, code: EADDRINUSE)
        }
        try Files.remove(path)
        let socket = LocalSocket(descriptor: try open(path, flags: Int32(SOCK_NONBLOCK.rawValue)))
        let folder = try OpenFile.reading(Paths.parent(path) ?? "/")
        guard withAddress(folder.descriptor, path, { bind(socket.descriptor, $0, $1) }) == 0,
            chmod(path, 0o600) == 0, listen(socket.descriptor, 16) == 0
        else { throw FileError("listen at", path) }
        return socket
    }

    /// Connects to a program that listens at `path`; `nil` if none does.
    package static func connected(to path: String, timeoutMilliseconds: Int) throws(FileError) -> LocalSocket? {
        guard let folder = try? OpenFile.reading(Paths.parent(path) ?? "/") else { return nil }
        let socket = LocalSocket(descriptor: try open(path, flags: 0))
        socket.setTimeout(milliseconds: timeoutMilliseconds)
        guard withAddress(folder.descriptor, path, { connect(socket.descriptor, $0, $1) }) == 0 else { return nil }
        return socket
    }

    /// The next connection; `nil` if nobody waits.
    package func accepted(timeoutMilliseconds: Int) -> LocalSocket? {
        let number = accept(descriptor, nil, nil)
        guard number >= 0 else { return nil }
        _ = fcntl(number, F_SETFD, FD_CLOEXEC)
        let socket = LocalSocket(descriptor: number)
        socket.setTimeout(milliseconds: timeoutMilliseconds)
        return socket
    }

    /// Sends all of it; false if the other side is gone or too slow.
    package func send(_ bytes: [UInt8]) -> Bool {
        var offset = 0
        while offset < bytes.count {
            let sent = bytes.withUnsafeBytes {
                Glibc.send(
                    descriptor, $0.baseAddress?.advanced(by: offset), $0.count - offset, Int32(MSG_NOSIGNAL))
            }
            if sent < 0 && errno == EINTR { continue }
            guard sent > 0 else { return false }
            offset += sent
        }
        return true
    }

    /// Everything up to the end of what the other side sends, or to a first `terminator`; `nil` if
    /// it is more than `limit` bytes, or too slow.
    package func received(limit: Int, until terminator: UInt8? = nil) -> [UInt8]? {
        var result: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 64 << 10)
        while result.count <= limit {
            let count = buffer.withUnsafeMutableBytes { recv(descriptor, $0.baseAddress, $0.count, 0) }
            if count < 0 && errno == EINTR { continue }
            if count < 0 { return nil }
            if count == 0 { return terminator == nil ? result : nil }
            result += buffer[..<count]
            if let terminator, let end = result.firstIndex(of: terminator) { return Array(result[..<end]) }
        }
        return nil
    }

    private func setTimeout(milliseconds: Int) {
        var time = timeval(tv_sec: milliseconds / 1000, tv_usec: milliseconds % 1000 * 1000)
        let size = socklen_t(MemoryLayout<timeval>.size)
        setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &time, size)
        setsockopt(descriptor, SOL_SOCKET, SO_SNDTIMEO, &time, size)
    }

    private static func open(_ path: String, flags: Int32) throws(FileError) -> Int32 {
        let descriptor = socket(
            AF_UNIX, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue) | flags, 0)
        guard descriptor >= 0 else { throw FileError("listen at", path) }
        return descriptor
    }

    /// An address has room for 107 bytes of path: it goes by the open folder, whose own path may be longer.
    private static func withAddress(
        _ folder: Int32, _ path: String, _ body: (UnsafePointer<sockaddr>, socklen_t) -> Int32
    ) -> Int32 {
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        let short = Array("/proc/self/fd/\(folder)/\(Paths.name(path))".utf8)
        let fits = withUnsafeMutableBytes(of: &address.sun_path) { room in
            guard short.count < room.count else { return false }
            room.copyBytes(from: short)
            return true
        }
        guard fits else {
            errno = ENAMETOOLONG
            return -1
        }
        return withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                body($0, socklen_t(MemoryLayout<sockaddr_un>.size))
            }
        }
    }
}
