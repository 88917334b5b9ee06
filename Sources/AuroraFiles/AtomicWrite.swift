import Glibc

extension Files {
    /// How much a write has to survive.
    package enum Durability: Sendable {
        /// A crash of the program: nobody ever sees half a file.
        case processCrash
        /// A power cut too: file and folder are synced before this returns.
        case powerCut
    }

    /// Writes a file whole or not at all: to a temporary name in `staging` (or beside `path`), then moved over `path`.
    /// Makes the folders above it. Throws `FileError` and leaves what was there untouched.
    package static func write(
        _ bytes: [UInt8], to path: String, staging: String? = nil, durability: Durability = .processCrash
    ) throws(FileError) {
        let folder = Paths.parent(path) ?? "/"
        try createDirectories(staging ?? folder)
        let temporary = temporaryName(in: staging ?? folder)
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
        try publish(temporary, at: path)
        if durability == .powerCut { try sync(folder: folder) }
    }

    /// Moves a finished file to where people look for it, replacing what was there at once; makes the folders above
    /// it. The staged file is gone afterwards, also after a failure.
    package static func publish(_ staged: String, at path: String) throws(FileError) {
        defer { unlink(staged) }
        let folder = Paths.parent(path) ?? "/"
        try createDirectories(folder)
        do throws(FileError) { try rename(staged, to: path) } catch {
            guard error.isCrossDevice else { throw error }
            // Another file system: copy beside the destination first, so that the last step is a rename again.
            let beside = temporaryName(in: folder)
            _ = try copy(staged, toNew: beside)
            do throws(FileError) { try rename(beside, to: path) } catch {
                unlink(beside)
                throw error
            }
        }
    }

    /// A path in `folder` that no other process uses; `isTemporary` knows it again.
    private static func temporaryName(in folder: String) -> String {
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
