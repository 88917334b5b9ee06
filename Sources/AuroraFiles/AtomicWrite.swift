import Glibc
import Synchronization

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
        let temporary = temporaryName(in: staging ?? folder)
        let descriptor = try creating(in: staging ?? folder) {
            open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o666)
        }
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

    /// Makes a file that its owner alone may read and write, from its first moment on: whole or not at all, and it survives a
    /// power cut. Throws `FileError`, also where there is one.
    package static func createPrivate(_ path: String, holding bytes: [UInt8]) throws(FileError) {
        let folder = Paths.parent(path) ?? "/"
        let temporary = temporaryName(in: folder)
        let descriptor = open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw FileError("create", path) }
        defer { unlink(temporary) }
        do {
            defer { close(descriptor) }
            try writeAll(bytes, to: descriptor, path: path)
            if fsync(descriptor) != 0 { throw FileError("sync", path) }
        }
        // Unlike a rename, a link takes nobody's place.
        guard link(temporary, path) == 0 else { throw FileError("create", path) }
        try sync(folder: folder)
    }

    /// Moves a finished file to where people look for it, replacing what was there at once; makes the folders above
    /// it. The staged file is gone afterwards, also after a failure.
    package static func publish(_ staged: String, at path: String) throws(FileError) {
        let folder = Paths.parent(path) ?? "/"
        var isMoved = false
        defer { if !isMoved { unlink(staged) } }
        if try creating(in: folder, { Glibc.rename(staged, path) }) == 0 {
            isMoved = true
            return
        }
        let error = FileError("rename to", path)
        guard error.isCrossDevice else { throw error }
        // Another file system: copy beside the destination first, so that the last step is a rename again.
        let beside = temporaryName(in: folder)
        _ = try copy(staged, toNew: beside)
        do throws(FileError) { try rename(beside, to: path) } catch {
            unlink(beside)
            throw error
        }
    }

    /// Makes the folder only if that turns out to be missing: nearly always it is there.
    static func creating(in folder: String, _ attempt: () -> Int32) throws(FileError) -> Int32 {
        let result = attempt()
        guard result < 0, errno == ENOENT else { return result }
        try createDirectories(folder)
        return attempt()
    }

    /// A path in `folder` that no other process uses; `isTemporary` knows it again.
    private static func temporaryName(in folder: String) -> String {
        Paths.join(folder, "\(temporaryPrefix)\(getpid())-\(uniqueName())")
    }

    /// A name that nobody else uses: random for each process, then counted.
    package static func uniqueName() -> String {
        let number = count.wrappingAdd(1, ordering: .relaxed).newValue
        return String(processName, radix: 36) + "-" + String(number, radix: 36)
    }

    private static let processName = UInt64.random(in: 0...UInt64.max)
    private static let count = Atomic<UInt64>(0)

    /// Whether a file of this name was left by an interrupted write.
    package static func isTemporary(name: String) -> Bool { name.hasPrefix(temporaryPrefix) }

    /// Syncs a file, its name, and that of its folder, which may be new.
    package static func sync(file path: String) throws(FileError) {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw FileError("sync", path) }
        defer { close(descriptor) }
        if fsync(descriptor) != 0 { throw FileError("sync", path) }
        let folder = Paths.parent(path) ?? "/"
        try sync(folder: folder)
        try sync(folder: Paths.parent(folder) ?? "/")
    }

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
