import Glibc

/// What the file system says of a file without reading it. Equal facts mean unchanged content, unless the file was
/// changed in the clock tick in which it was last looked at (see `isRacy`).
package struct FileFacts: Hashable, Sendable, Codable {
    package enum Kind: UInt8, Hashable, Sendable, Codable { case regular, directory, symbolicLink, other }

    /// Longer than the kernel's clock for files stands still.
    package static let tickNanoseconds: Int64 = 20_000_000

    package let kind: Kind
    package let isExecutable: Bool
    /// Bytes.
    package let size: Int64
    /// Time of the last change of content, nanoseconds since 1970.
    package let modifiedNanoseconds: Int64
    /// Time of the last change of content or of attributes, nanoseconds since 1970. Cannot be set by a program.
    package let changedNanoseconds: Int64
    package let inode: UInt64

    /// The facts of what is at `path` itself (a symbolic link is not followed); `nil` if there is nothing.
    /// Throws `FileError` for anything else that goes wrong.
    package static func of(_ path: String) throws(FileError) -> FileFacts? {
        var status = stat()
        guard lstat(path, &status) == 0 else {
            if errno == ENOENT || errno == ENOTDIR { return nil }
            throw FileError("look at", path)
        }
        return FileFacts(status)
    }

    /// The facts of an open file.
    package static func of(descriptor: Int32, path: String) throws(FileError) -> FileFacts {
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { throw FileError("look at", path) }
        return FileFacts(status)
    }

    package init(
        kind: Kind, isExecutable: Bool, size: Int64, modifiedNanoseconds: Int64, changedNanoseconds: Int64,
        inode: UInt64
    ) {
        self.kind = kind
        self.isExecutable = isExecutable
        self.size = size
        self.modifiedNanoseconds = modifiedNanoseconds
        self.changedNanoseconds = changedNanoseconds
        self.inode = inode
    }

    /// Whether a change within the same clock tick could go unseen: the file was changed so shortly before it was
    /// looked at, `now`, that equal facts prove nothing (git calls such an entry racily clean).
    ///
    /// The kernel stamps files with a clock that moves every 1 to 10 ms. A file system that keeps whole seconds only
    /// gives itself away by its zeros.
    package func isRacy(at now: Int64) -> Bool {
        let keepsSecondsOnly = modifiedNanoseconds % 1_000_000_000 == 0 && changedNanoseconds % 1_000_000_000 == 0
        let tick: Int64 = keepsSecondsOnly ? 2_000_000_000 : Self.tickNanoseconds
        return max(modifiedNanoseconds, changedNanoseconds) > now - tick
    }

    init(_ status: stat) {
        switch status.st_mode & S_IFMT {
        case S_IFREG: kind = .regular
        case S_IFDIR: kind = .directory
        case S_IFLNK: kind = .symbolicLink
        default: kind = .other
        }
        isExecutable = status.st_mode & S_IXUSR != 0
        size = Int64(status.st_size)
        modifiedNanoseconds = Int64(status.st_mtim.tv_sec) * 1_000_000_000 + Int64(status.st_mtim.tv_nsec)
        changedNanoseconds = Int64(status.st_ctim.tv_sec) * 1_000_000_000 + Int64(status.st_ctim.tv_nsec)
        inode = UInt64(status.st_ino)
    }
}
