import Glibc

/// The bytes of a file, read by the kernel page by page as they are looked at. For files that are replaced whole and
/// never changed in place, as everything is that Aurora keeps for itself.
// SAFETY: the bytes are mapped for reading alone and stay until the last reference is gone.
package final class MappedFile: @unchecked Sendable {
    package let bytes: UnsafeRawBufferPointer

    /// `nil` if there is no such file, or nothing in it. Throws `FileError` for anything else that goes wrong.
    package static func open(_ path: String) throws(FileError) -> MappedFile? {
        let descriptor = Glibc.open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard descriptor >= 0 else {
            if errno == ENOENT || errno == ENOTDIR { return nil }
            throw FileError("read", path)
        }
        defer { close(descriptor) }
        let facts = try FileFacts.of(descriptor: descriptor, path: path)
        guard facts.kind == .regular, facts.size > 0 else { return nil }
        guard let start = mmap(nil, Int(facts.size), PROT_READ, MAP_PRIVATE, descriptor, 0), start != MAP_FAILED else {
            throw FileError("read", path)
        }
        return MappedFile(UnsafeRawBufferPointer(start: start, count: Int(facts.size)))
    }

    private init(_ bytes: UnsafeRawBufferPointer) { self.bytes = bytes }

    deinit { munmap(UnsafeMutableRawPointer(mutating: bytes.baseAddress), bytes.count) }
}
