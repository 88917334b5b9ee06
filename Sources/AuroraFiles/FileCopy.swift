package import AuroraCore
import CAuroraSystem
import Glibc

extension Files {
    /// Copies a file to a name that must not exist yet, hashing what is written; makes the folders above it. Blocks are
    /// shared where the file system can (reflink), so the copy may cost nothing; it is never a link to the same file.
    ///
    /// Returns the digest of the copy. Throws `FileError` and leaves nothing behind.
    package static func copy(_ source: String, toNew destination: String) throws(FileError) -> Digest {
        try copy(OpenFile.reading(source), toNew: destination)
    }

    /// The same for a file that is open already.
    package static func copy(
        _ input: borrowing OpenFile, toNew destination: String, isExecutable: Bool = false
    ) throws(FileError) -> Digest {
        let output = try creating(in: Paths.parent(destination) ?? "/") {
            open(destination, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, isExecutable ? 0o777 : 0o666)
        }
        guard output >= 0 else { throw FileError("create", destination) }
        defer { close(output) }
        return try copy(input, to: output, destination)
    }

    /// The same into a file that is there, whose permissions stay. Its bytes are written over and what is too much is
    /// cut off: to empty it first would cost the file system more than the copy. After a failure the file is gone.
    package static func copy(_ input: borrowing OpenFile, over destination: String) throws(FileError) -> Digest {
        let output = open(destination, O_WRONLY | O_NOFOLLOW | O_CLOEXEC)
        guard output >= 0 else { throw FileError("write", destination) }
        defer { close(output) }
        let digest = try copy(input, to: output, destination)
        // How much was written is where the descriptor stands, or all of a clone.
        let written = lseek(output, 0, SEEK_CUR)
        let size = written > 0 ? Int64(written) : try input.facts().size
        guard ftruncate(output, off_t(size)) == 0 else {
            let error = FileError("write", destination)
            unlink(destination)
            throw error
        }
        return digest
    }

    private static func copy(
        _ input: borrowing OpenFile, to output: Int32, _ destination: String
    ) throws(FileError) -> Digest {
        do throws(FileError) {
            if aurora_clone_file(input.descriptor, output) == 0 {
                return try input.digest(expecting: input.facts().size)
            }
            return try copyHashing(input, to: output, destination)
        } catch {
            unlink(destination)
            throw error
        }
    }

    private static func copyHashing(_ input: borrowing OpenFile, to output: Int32, _ destination: String)
        throws(FileError) -> Digest
    {
        var hasher = Hasher256()
        var failure: FileError?
        let size = try input.facts().size
        try input.eachChunk(of: OpenFile.block(for: size)) { chunk in
            guard failure == nil else { return }
            hasher.update(chunk)
            var offset = 0
            while offset < chunk.count {
                let written = Glibc.write(output, chunk.baseAddress?.advanced(by: offset), chunk.count - offset)
                if written < 0 && errno == EINTR { continue }
                if written < 0 {
                    failure = FileError("write", destination)
                    return
                }
                offset += written
            }
        }
        if let failure { throw failure }
        return hasher.finish()
    }
}
