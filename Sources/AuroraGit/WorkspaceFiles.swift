internal import AuroraCore
internal import Glibc

/// A file of the working tree as it is stored in the object database.
struct StoredFile {
    let id: ObjectID
    let isExecutable: Bool
    /// Of the bytes in the working tree.
    let digest: Digest
    let status: stat
}

/// The working tree's files as git would store them, without any program of the configuration.
final class WorkspaceFiles {
    enum Storing {
        case stored(StoredFile)
        case missing
        case notRegular
        case insideSubmodule
        /// It takes this program to store the file.
        case filtered(String)
    }

    let blobs: GitBlobs
    private let repository: GitRepository
    private let configuration: GitConfiguration
    private let tree: GitTree
    /// Whether the file system's executable bit means anything.
    private let trustsFileMode: Bool

    init(_ repository: GitRepository, tree: GitTree) throws(GitError) {
        self.repository = repository
        self.tree = tree
        blobs = try GitBlobs(repository)
        configuration = try repository.configuration()
        trustsFileMode = try configuration.bool("core.fileMode") ?? true
    }

    /// The program that git sends this path through.
    func program(_ path: String) throws(GitError) -> String? {
        try repository.filterProgram(path, configuration: configuration)
    }

    /// The file's state if it holds exactly these bytes.
    func status(_ path: String, ifHolding bytes: [UInt8]) throws(GitError) -> stat? {
        guard case .file(let file) = try WorkingFile.open(path, below: repository.root),
            Int(file.status.st_size) == bytes.count, try file.rest() == bytes, file.isUnchanged()
        else { return nil }
        return file.status
    }

    /// Puts the file into the object database, as `git add` would.
    func store(_ path: String) throws(GitError) -> Storing {
        let file: WorkingFile
        switch try WorkingFile.open(path, below: repository.root) {
        case .file(let opened): file = opened
        case .missing: return .missing
        case .notRegular: return .notRegular
        case .insideSubmodule: return .insideSubmodule
        }
        let (id, read): (ObjectID, Digest)
        switch try repository.conversion(path, configuration: configuration) {
        case .none:
            var hasher = Hasher256()
            id = try blobs.write(size: Int64(file.status.st_size), path: path) { () throws(GitError) in
                let piece = try file.next()
                if let piece { hasher.update(piece) }
                return piece
            }
            read = hasher.finish()
        case .builtIn(let filters):
            let bytes = try file.rest()
            read = Digest(hashing: bytes)
            id = try blobs.writeThrough(try filters.apply(bytes, path: path))
        case .program(let program):
            read = try digest(of: file)
            guard let known = try object(madeOf: file, digest: read) else { return .filtered(program) }
            id = known
        }
        guard file.isUnchanged() else {
            throw GitError.invalid("commit", "the file changed while it was read", path: path)
        }
        let isExecutable = try isExecutable(file)
        return .stored(StoredFile(id: id, isExecutable: isExecutable, digest: read, status: file.status))
    }

    /// Whether the working tree's file has the digest and git would store it as this object. For files without a
    /// conversion that is false: their bytes would have been the object's.
    func isStored(_ path: String, digest: Digest, as id: ObjectID) throws(GitError) -> Bool {
        let conversion = try repository.conversion(path, configuration: configuration)
        if case .none = conversion { return false }
        guard case .file(let file) = try WorkingFile.open(path, below: repository.root) else { return false }
        switch conversion {
        case .none: return false
        case .builtIn(let filters):
            let bytes = try file.rest()
            guard Digest(hashing: bytes) == digest else { return false }
            return try GitBlobs.name(of: try filters.apply(bytes, path: path)) == id
        case .program:
            guard try self.digest(of: file) == digest else { return false }
            return try object(madeOf: file, digest: digest) == id
        }
    }

    /// What the program of the configuration made of this very file when git ran it: the index entry that describes the
    /// file, or a Git LFS pointer to it in the index or in HEAD.
    private func object(madeOf file: WorkingFile, digest: Digest) throws(GitError) -> ObjectID? {
        if let staged = try repository.indexedObject(file.path, ifDescribing: file.status) { return staged }
        for id in [try repository.indexedObject(file.path), try tree.entry(file.path)?.id] {
            if let id, try blobs.largeFileDigest(id) == digest { return id }
        }
        return nil
    }

    private func digest(of file: WorkingFile) throws(GitError) -> Digest {
        var hasher = Hasher256()
        while let piece = try file.next() { hasher.update(piece) }
        return hasher.finish()
    }

    private func isExecutable(_ file: WorkingFile) throws(GitError) -> Bool {
        trustsFileMode ? file.isExecutable : try tree.entry(file.path)?.kind == .executable
    }
}
