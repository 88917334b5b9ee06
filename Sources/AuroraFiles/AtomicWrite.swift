import Glibc

extension Files {
    /// How much a write has to survive.
    package enum Durability: Sendable {
        /// A crash of the program: nobody ever sees half a file.
        case processCrash
        /// A power cut too: file and folder are synced before this returns.
        case powerCut
    }

    /// Writes a file whole or not at all: to a temporary name in the same folder, then renamed over `path`.
    /// Makes the folders above it. Throws `FileError` and leaves what was there untouched.
    package static func write(_ bytes: [UInt8], to path: String, durability: Durability = .processCrash)
        throws(FileError)
    {
        let folder = Paths.parent(path) ?? "/"
        try createDirectories(folder)
        let temporary = temporaryName(beside: path)
        let descriptor = open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o666)
        guard descriptor >= 0 else { throw FileError("create", path) }
        do throws(FileError) {
            defer { close(descriptor) }
            try writeAll(bytes, to: descriptor, path: path)
            if durability == .powerCut && fsync(descriptor) != 0 { throw FileError("sync", path) }
        } catch {
            unlink(temporary)
            throw error
        }
        do throws(FileError) { try rename(temporary, to: path) } catch {
            unlink(temporary)
            throw error
        }
        if durability == .powerCut { try sync(folder: folder) }
    }

    /// A name beside `path` that no other process uses; `isTemporary` knows it again.
    package static func temporaryName(beside path: String) -> String {
        let folder = Paths.parent(path) ?? "/"
        let unique = String(UInt64.random(in: 0...UInt64.max), radix: 36)
        return Paths.join(folder, "\(temporaryPrefix)\(getpid())-\(unique)")
    }

    /// Whether a file of this name was left by an interrupted write.
    package static func isTemporary(name: String) -> Bool { name.hasPrefix(temporaryPrefix) }

    /// Syncs a folder's list of names.
    package static func sync(folder: String) throws(FileError) {
        let descriptor = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else { throw FileError("sync", folder) }
        defer { close(descriptor) }
        if fsync(descriptor) != 0 { throw FileError("sync", folder) }
    }

    private static let temporaryPrefix = ".aurora-tmp-"

    static func writeAll(_ bytes: [UInt8], to descriptor: Int32, path: String) throws(FileError) {
        var offset = 0
        while offset < bytes.count {
            let written = bytes.withUnsafeBytes {
                Glibc.write(descriptor, $0.baseAddress?.advanced(by: offset), $0.count - offset)
            }
            if written < 0 {
                if errno == EINTR { continue }
                throw FileError("write", path)
            }
            offset += written
        }
    }
}
