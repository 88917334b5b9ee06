internal import AuroraCore
internal import Glibc

/// A regular file of the working tree, open for reading, reached without following a symbolic link.
final class WorkingFile {
    enum Opening {
        case file(WorkingFile)
        case missing
        /// A symbolic link, something behind one, a folder, a device.
        case notRegular
        /// A folder above it is a repository of its own.
        case insideSubmodule
    }

    /// Below the repository's root.
    let path: String
    private let descriptor: Int32
    /// As it was when the file was opened.
    let status: stat

    private init(path: String, descriptor: Int32, status: stat) {
        self.path = path
        self.descriptor = descriptor
        self.status = status
    }

    deinit { close(descriptor) }

    var isExecutable: Bool { status.st_mode & S_IXUSR != 0 }

    /// Opens the file folder by folder, so that nothing can be swapped for a link on the way.
    static func open(_ path: String, below root: String) throws(GitError) -> Opening {
        var folder = Glibc.open(root, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard folder >= 0 else { throw GitError.system("open the folder", path: root, errno: errno) }
        defer { close(folder) }
        let parts = path.split(separator: "/").map(String.init)
        guard let name = parts.last else { return .notRegular }
        for part in parts.dropLast() {
            let next = openat(folder, part, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC)
            if next < 0 { return try refusal(path, errno) }
            close(folder)
            folder = next
            if faccessat(folder, ".git", F_OK, AT_SYMLINK_NOFOLLOW) == 0 { return .insideSubmodule }
        }
        // Without waiting, because the name could be a pipe's.
        let descriptor = openat(folder, name, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC)
        if descriptor < 0 { return try refusal(path, errno) }
        var status = stat()
        guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
            close(descriptor)
            return .notRegular
        }
        return .file(WorkingFile(path: path, descriptor: descriptor, status: status))
    }

    private static func refusal(_ path: String, _ number: Int32) throws(GitError) -> Opening {
        switch number {
        case ENOENT: .missing
        case ELOOP, ENOTDIR, ENXIO: .notRegular
        default: throw GitError.system("open the file", path: path, errno: number)
        }
    }

    /// The next piece of at most 1 MiB; `nil` at the end.
    func next() throws(GitError) -> [UInt8]? {
        let size = 1 << 20
        var number: Int32 = 0
        let piece = [UInt8](unsafeUninitializedCapacity: size) { buffer, count in
            let got = read(descriptor, buffer.baseAddress, size)
            if got < 0 { number = errno }
            count = max(got, 0)
        }
        if number != 0 { throw GitError.system("read the file", path: path, errno: number) }
        return piece.isEmpty ? nil : piece
    }

    /// All that is left to read.
    func rest() throws(GitError) -> [UInt8] {
        var bytes: [UInt8] = []
        while let piece = try next() { bytes += piece }
        return bytes
    }

    /// Whether the file is still as it was when it was opened, as far as its size and times tell.
    func isUnchanged() -> Bool {
        var now = stat()
        return fstat(descriptor, &now) == 0 && now.st_size == status.st_size
            && now.st_mtim.tv_sec == status.st_mtim.tv_sec && now.st_mtim.tv_nsec == status.st_mtim.tv_nsec
            && now.st_ctim.tv_sec == status.st_ctim.tv_sec && now.st_ctim.tv_nsec == status.st_ctim.tv_nsec
    }
}
