package import AuroraCore
import Glibc

/// An open file that closes itself.
package struct OpenFile: ~Copyable {
    package let descriptor: Int32
    package let path: String

    /// One mebibyte: larger blocks hash no faster.
    package static let largestBlock = 1 << 20

    /// Takes over an open descriptor. `path` is for messages.
    init(descriptor: Int32, path: String) {
        self.descriptor = descriptor
        self.path = path
    }

    deinit { close(descriptor) }

    /// Opens a file for reading; does not block on a named pipe.
    package static func reading(_ path: String) throws(FileError) -> OpenFile {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK)
        guard descriptor >= 0 else { throw FileError("read", path) }
        return OpenFile(descriptor: descriptor, path: path)
    }

    package func facts() throws(FileError) -> FileFacts { try FileFacts.of(descriptor: descriptor, path: path) }

    /// Everything from the start on. Throws `EFBIG` when there is more than `limit` bytes.
    package func contents(limit: Int = 1 << 30) throws(FileError) -> [UInt8] {
        let size = try facts().size
        guard size <= Int64(limit) else { throw FileError("read", path, code: EFBIG) }
        var result: [UInt8] = []
        var tooLong = false
        // Most files read whole are small; one byte more than there should be shows the end in the second read.
        let blockSize = min(max(Int(size) + 1, 4096), Self.largestBlock)
        try eachChunk(of: blockSize) { chunk in
            tooLong = tooLong || result.count + chunk.count > limit
            if !tooLong { result.append(contentsOf: chunk) }
        }
        if tooLong { throw FileError("read", path, code: EFBIG) }
        return result
    }

    /// The first bytes: `count` of them, or all if there are fewer.
    package func prefix(_ count: Int) throws(FileError) -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: count)
        while true {
            let found = pread(descriptor, &bytes, count, 0)
            if found >= 0 { return Array(bytes.prefix(found)) }
            if errno != EINTR { throw FileError("read", path) }
        }
    }

    /// The digest of everything, read in blocks. `size` is how many bytes are expected: for a small file, a small block
    /// is enough.
    package func digest(expecting size: Int64 = .max) throws(FileError) -> Digest {
        var hasher = Hasher256()
        try eachChunk(of: Self.block(for: size)) { hasher.update($0) }
        return hasher.finish()
    }

    /// How much to read at a time of a file of so many bytes: one more than there should be shows the end.
    static func block(for size: Int64) -> Int { Int(min(max(size, 4095), Int64(largestBlock) - 1)) + 1 }

    /// Calls `body` with one block after another, from the start on.
    package func eachChunk(
        of size: Int = largestBlock, _ body: (UnsafeRawBufferPointer) -> Void
    ) throws(FileError) {
        let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: size, alignment: 64)
        defer { buffer.deallocate() }
        var offset: off_t = 0
        while true {
            let count = pread(descriptor, buffer.baseAddress, size, offset)
            if count == 0 { return }
            if count < 0 {
                if errno == EINTR { continue }
                throw FileError("read", path)
            }
            body(UnsafeRawBufferPointer(rebasing: buffer[..<count]))
            offset += off_t(count)
        }
    }
}
