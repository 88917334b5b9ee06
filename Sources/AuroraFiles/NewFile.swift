import Glibc

/// A file that was made just now and is open for writing.
package struct NewFile: ~Copyable {
    package let descriptor: Int32

    deinit { close(descriptor) }

    /// Makes a file that must not be there yet. Throws `FileError`.
    package static func create(_ path: String) throws(FileError) -> NewFile {
        let descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o666)
        guard descriptor >= 0 else { throw FileError("create", path) }
        return NewFile(descriptor: descriptor)
    }

    private init(descriptor: Int32) { self.descriptor = descriptor }
}
