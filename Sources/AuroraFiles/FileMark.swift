import Glibc

/// By what a file or folder of one's own is known again after somebody else had a free hand: which one it is, what may
/// be done with it, and by how many names it can be reached.
package struct FileMark: Hashable, Sendable {
    package let isFolder: Bool
    private let device: UInt64
    private let inode: UInt64
    /// Kind and permissions.
    private let mode: UInt32
    private let owner: UInt32
    private let group: UInt32
    /// Of a file; a folder's count says how many folders are in it.
    private let names: UInt64

    /// The mark of what is at `path` itself; `nil` if there is nothing. Throws `FileError`.
    package static func of(_ path: String) throws(FileError) -> FileMark? {
        var status = stat()
        guard lstat(path, &status) == 0 else {
            if errno == ENOENT || errno == ENOTDIR { return nil }
            throw FileError("look at", path)
        }
        return FileMark(status)
    }

    private init(_ status: stat) {
        isFolder = status.st_mode & S_IFMT == S_IFDIR
        device = UInt64(status.st_dev)
        inode = UInt64(status.st_ino)
        mode = status.st_mode
        owner = status.st_uid
        group = status.st_gid
        names = isFolder ? 0 : UInt64(status.st_nlink)
    }
}
