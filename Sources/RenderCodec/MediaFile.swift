import Glibc

/// Reads files that are handed to the renderer.
enum MediaFile {
    /// The bytes of the plain file at `path`, at most `limit` of them.
    ///
    /// Throws `.unreadable` if it is no plain file that can be opened, `.tooLarge` beyond the limit.
    static func read(_ path: String, limit: Int, operation: String) throws(CodecError) -> [UInt8] {
        let descriptor = try opened(path, operation: operation)
        defer { close(descriptor) }
        let size = try checkedSize(of: descriptor, limit: limit, operation: operation)
        return try read(size, from: descriptor, operation: operation)
    }

    /// The first `count` bytes of the file at `path`, fewer if it is shorter.
    static func prefix(of path: String, count: Int, operation: String) throws(CodecError) -> [UInt8] {
        let descriptor = try opened(path, operation: operation)
        defer { close(descriptor) }
        return try read(count, from: descriptor, operation: operation)
    }

    /// Throws unless `path` is a plain file of at most `limit` bytes.
    static func check(_ path: String, limit: Int, operation: String) throws(CodecError) {
        let descriptor = try opened(path, operation: operation)
        defer { close(descriptor) }
        _ = try checkedSize(of: descriptor, limit: limit, operation: operation)
    }

    private static func opened(_ path: String, operation: String) throws(CodecError) -> Int32 {
        // Without waiting: a named pipe must not hold the renderer up.
        let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard descriptor >= 0 else { throw .system(.unreadable, operation: operation) }
        return descriptor
    }

    private static func read(_ size: Int, from descriptor: Int32, operation: String) throws(CodecError) -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: size)
        var filled = 0
        while filled < size {
            let offset = filled
            let count = bytes.withUnsafeMutableBytes { buffer in
                Glibc.read(descriptor, buffer.baseAddress.map { $0 + offset }, size - offset)
            }
            guard count >= 0 else { throw .system(.unreadable, operation: operation) }
            if count == 0 { break }
            filled += count
        }
        return filled == size ? bytes : Array(bytes[..<filled])
    }

    private static func checkedSize(of descriptor: Int32, limit: Int, operation: String) throws(CodecError) -> Int {
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { throw .system(.unreadable, operation: operation) }
        guard status.st_mode & S_IFMT == S_IFREG else {
            throw CodecError(.unreadable, operation: operation, message: "it is not a file")
        }
        guard status.st_size > 0 else { throw CodecError(.corrupt, operation: operation, message: "it is empty") }
        guard status.st_size <= limit else {
            throw CodecError(
                .tooLarge, operation: operation,
                message: "it is \(status.st_size >> 20) MB large, more than the limit of \(limit >> 20) MB")
        }
        return status.st_size
    }
}
