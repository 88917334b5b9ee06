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

    /// Adds bytes at its end. `path` is for messages.
    package func append(_ bytes: [UInt8], _ path: String) throws(FileError) {
        try Files.writeAll(bytes, to: descriptor, path: path)
    }

    /// Returns once its bytes survive a power cut; its name does once its folder was synced as well.
    package func sync(_ path: String) throws(FileError) {
        if fsync(descriptor) != 0 { throw FileError("sync", path) }
    }

    private init(descriptor: Int32) { self.descriptor = descriptor }
}
