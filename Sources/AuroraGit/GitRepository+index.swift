internal import AuroraProvenance
internal import CLibgit2
internal import Glibc

/// What the index has, for reading.
extension GitRepository {
    /// Where the index is: a linked worktree has its own.
    func indexPath() throws(GitError) -> String {
        let index = try index()
        guard let path = libgit2.index_path(index.pointer) else {
            throw GitError.invalid("find the index of", "it has no path", path: root)
        }
        return String(cString: path)
    }

    private func index() throws(GitError) -> GitHandle {
        try GitHandle("read the index of", path: root, free: libgit2.index_free) {
            libgit2.repository_index(&$0, pointer)
        }
    }

    /// Reads the index again if its file is another than the one that was read.
    func rereadIndex() throws(GitError) {
        let index = try index()
        try git("read the index of", path: root) { libgit2.index_read(index.pointer, 0) }
    }

    /// What the index has at a path, without a conflict.
    func indexedObject(_ path: String) throws(GitError) -> ObjectID? {
        let index = try index()
        return libgit2.index_get_bypath(index.pointer, path, 0).map { ObjectID($0.pointee.id) }
    }

    /// The object that git itself stored for this very state of the file; `nil` if it did not, or that is not certain.
    func indexedObject(_ path: String, ifDescribing status: stat) throws(GitError) -> ObjectID? {
        let index = try index()
        guard let entry = libgit2.index_get_bypath(index.pointer, path, 0)?.pointee, entry.describes(status) else {
            return nil
        }
        return try isOlderThanIndex(status) ? ObjectID(entry.id) : nil
    }

    /// The same for a file that was in this state, whether it still is or not.
    func indexedObject(_ path: String, ifDescribing stamp: FileStamp) throws(GitError) -> ObjectID? {
        try indexedObject(path, ifDescribing: stat(stamp))
    }

    /// Whether a file was last changed before the index was written. One as young as the index could have changed since
    /// without a trace.
    private func isOlderThanIndex(_ status: stat) throws(GitError) -> Bool {
        var own = stat()
        guard stat(try indexPath(), &own) == 0 else { return false }
        let (file, written) = (status.st_mtim, own.st_mtim)
        return (file.tv_sec, file.tv_nsec) < (written.tv_sec, written.tv_nsec)
    }
}

extension git_index_entry {
    /// Whether the file's size, times and number are those of this entry. Numbers are cut to 32 bits, as git does.
    func describes(_ status: stat) -> Bool {
        var other = self
        other.describe(status)
        return file_size == other.file_size && ino == other.ino && mtime.seconds == other.mtime.seconds
            && mtime.nanoseconds == other.mtime.nanoseconds && ctime.seconds == other.ctime.seconds
            && ctime.nanoseconds == other.ctime.nanoseconds
    }

    /// Takes over what is known of the file; without a file, what makes git look for itself.
    mutating func describe(_ status: stat?) {
        let status = status ?? stat()
        ctime = git_index_time(
            seconds: Int32(truncatingIfNeeded: status.st_ctim.tv_sec),
            nanoseconds: UInt32(truncatingIfNeeded: status.st_ctim.tv_nsec))
        mtime = git_index_time(
            seconds: Int32(truncatingIfNeeded: status.st_mtim.tv_sec),
            nanoseconds: UInt32(truncatingIfNeeded: status.st_mtim.tv_nsec))
        dev = UInt32(truncatingIfNeeded: status.st_dev)
        ino = UInt32(truncatingIfNeeded: status.st_ino)
        uid = status.st_uid
        gid = status.st_gid
        file_size = UInt32(truncatingIfNeeded: status.st_size)
    }
}

extension stat {
    /// As much of it as a stamp tells.
    fileprivate init(_ stamp: FileStamp) {
        self.init()
        st_size = Int(stamp.size)
        st_ino = ino_t(stamp.inode)
        st_mtim = timespec(nanoseconds: stamp.modifiedNanoseconds)
        st_ctim = timespec(nanoseconds: stamp.changedNanoseconds)
    }
}

extension timespec {
    fileprivate init(nanoseconds: Int64) {
        self.init(tv_sec: Int(nanoseconds / 1_000_000_000), tv_nsec: Int(nanoseconds % 1_000_000_000))
    }
}
