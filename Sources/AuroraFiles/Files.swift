package import AuroraCore
import Glibc

/// Plain file operations, each with the path in its error.
package enum Files {
    /// The whole file. Throws `FileError`; `EFBIG` when it has more than `limit` bytes.
    package static func read(_ path: String, limit: Int = 1 << 30) throws(FileError) -> [UInt8] {
        try OpenFile.reading(path).contents(limit: limit)
    }

    /// The digest of a file's bytes.
    package static func digest(_ path: String) throws(FileError) -> Digest {
        try OpenFile.reading(path).digest()
    }

    /// The names in a folder, without `.` and `..`, sorted by their bytes; empty if there is no such folder.
    package static func names(in directory: String) throws(FileError) -> [String] {
        guard let stream = opendir(directory) else {
            if errno == ENOENT { return [] }
            throw FileError("list", directory)
        }
        defer { closedir(stream) }
        var names: [String] = []
        while let entry = readdir(stream) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) {
                $0.withMemoryRebound(to: CChar.self, capacity: Int(NAME_MAX) + 1) { String(cString: $0) }
            }
            if name != "." && name != ".." { names.append(name) }
        }
        return names.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    }

    /// Makes the folder and those above it; content if it is there.
    package static func createDirectories(_ path: String) throws(FileError) {
        if mkdir(path, 0o777) == 0 || errno == EEXIST { return }
        guard errno == ENOENT, let parent = Paths.parent(path), parent != path else {
            throw FileError("create the folder", path)
        }
        try createDirectories(parent)
        if mkdir(path, 0o777) != 0 && errno != EEXIST { throw FileError("create the folder", path) }
    }

    /// Makes an empty file that its owner alone may read and write, unless there is one; it survives a power cut.
    package static func createPrivate(_ path: String) throws(FileError) {
        let descriptor = open(path, O_WRONLY | O_CREAT | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw FileError("create", path) }
        defer { close(descriptor) }
        guard fsync(descriptor) == 0 else { throw FileError("sync", path) }
        try sync(folder: Paths.parent(path) ?? "/")
    }

    /// Removes one file; content if there is none.
    package static func remove(_ path: String) throws(FileError) {
        if unlink(path) != 0 && errno != ENOENT { throw FileError("remove", path) }
    }

    /// Removes a folder if it is empty; content if it is not, or not there.
    package static func removeDirectoryIfEmpty(_ path: String) throws(FileError) {
        if rmdir(path) != 0 && errno != ENOENT && errno != ENOTEMPTY && errno != EEXIST {
            throw FileError("remove the folder", path)
        }
    }

    /// Removes a folder and all that is in it; symbolic links are removed, not followed.
    package static func removeTree(_ path: String) throws(FileError) {
        guard let facts = try FileFacts.of(path) else { return }
        guard facts.kind == .directory else { return try remove(path) }
        for name in try names(in: path) { try removeTree(Paths.join(path, name)) }
        if rmdir(path) != 0 && errno != ENOENT { throw FileError("remove the folder", path) }
    }

    /// How many names a file has; a symbolic link is not followed.
    package static func linkCount(_ path: String) throws(FileError) -> Int {
        var status = stat()
        guard lstat(path, &status) == 0 else { throw FileError("look at", path) }
        return Int(status.st_nlink)
    }

    /// Takes away everybody's permission to write.
    package static func makeReadOnly(_ path: String) throws(FileError) {
        if chmod(path, 0o444) != 0 { throw FileError("protect", path) }
    }

    /// Sets the time of a file's last change to now.
    package static func touch(_ path: String) throws(FileError) {
        if utimensat(AT_FDCWD, path, nil, 0) != 0 { throw FileError("renew the time of", path) }
    }

    /// Renames within one file system; replaces what is there, at once for every onlooker.
    package static func rename(_ source: String, to destination: String) throws(FileError) {
        if Glibc.rename(source, destination) != 0 { throw FileError("rename to", destination) }
    }

    /// The path with every symbolic link resolved. Throws `FileError` if it is not there.
    package static func realPath(_ path: String) throws(FileError) -> String {
        guard let resolved = realpath(path, nil) else { throw FileError("find", path) }
        defer { free(resolved) }
        return String(cString: resolved)
    }

    /// The folder in which relative paths start.
    package static func currentDirectory() throws(FileError) -> String {
        guard let path = getcwd(nil, 0) else { throw FileError("find", ".") }
        defer { free(path) }
        return String(cString: path)
    }

    /// Bytes that an ordinary user can still write to the disk that holds `path`.
    package static func freeBytes(at path: String) throws(FileError) -> Int64 {
        var status = statvfs()
        guard statvfs(path, &status) == 0 else { throw FileError("look at the disk of", path) }
        return Int64(status.f_bavail) * Int64(status.f_frsize)
    }
}
