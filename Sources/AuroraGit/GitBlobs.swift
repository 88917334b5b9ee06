internal import AuroraCore
internal import CLibgit2

/// Reads and writes the contents of files in a repository's object database.
final class GitBlobs {
    private let repository: GitRepository
    /// The objects on disk, without what an `ObjectBatch` keeps in memory: a film is streamed to disk, batch or not.
    private let database: GitHandle
    /// A blob's SHA-256 never changes, and many records share an input.
    private var digests: [ObjectID: Digest] = [:]

    init(_ repository: GitRepository) throws(GitError) {
        self.repository = repository
        let folder = try repository.objectsFolder()
        database = try GitHandle("open the object database of", path: repository.root, free: libgit2.odb_free) {
            libgit2.odb_open(&$0, folder)
        }
    }

    /// The bytes of a blob.
    func bytes(_ id: ObjectID) throws(GitError) -> [UInt8] {
        try withBytes(id) { Array($0) }
    }

    /// The bytes of a blob that has at most `limit` of them; `nil` for a larger one, which is not read.
    func bytes(_ id: ObjectID, limit: Int) throws(GitError) -> [UInt8]? {
        var size = 0
        var type = GIT_OBJECT_INVALID
        var raw = id.raw
        try git("look up the object", path: id.description) {
            libgit2.odb_read_header(&size, &type, database.pointer, &raw)
        }
        return size <= limit ? try bytes(id) : nil
    }

    /// The SHA-256 of a blob's bytes.
    func digest(_ id: ObjectID) throws(GitError) -> Digest {
        if let known = digests[id] { return known }
        let digest = try withBytes(id) { bytes in
            var hasher = Hasher256()
            hasher.update(bytes)
            return hasher.finish()
        }
        digests[id] = digest
        return digest
    }

    /// The digest that a Git LFS pointer of at most 1 KiB stands for; `nil` if the blob is something else.
    func largeFileDigest(_ id: ObjectID) throws(GitError) -> Digest? {
        guard let bytes = try bytes(id, limit: 1024) else { return nil }
        let lines = String(decoding: bytes, as: UTF8.self).split(separator: "\n")
        guard lines.first == "version https://git-lfs.github.com/spec/v1" else { return nil }
        let prefix = "oid sha256:"
        return lines.first { $0.hasPrefix(prefix) }.flatMap { Digest(hexadecimal: $0.dropFirst(prefix.count)) }
    }

    private func withBytes<Result>(
        _ id: ObjectID, _ body: (UnsafeRawBufferPointer) -> Result
    ) throws(GitError) -> Result {
        var raw = id.raw
        let blob = try GitHandle("read the object", path: id.description, free: libgit2.blob_free) {
            libgit2.blob_lookup(&$0, repository.pointer, &raw)
        }
        let count = Int(libgit2.blob_rawsize(blob.pointer))
        return body(UnsafeRawBufferPointer(start: libgit2.blob_rawcontent(blob.pointer), count: count))
    }

    /// The name that bytes would have as a blob; nothing is written.
    static func name(of bytes: [UInt8]) throws(GitError) -> ObjectID {
        try ObjectID("name an object") { libgit2.odb_hash(&$0, bytes, bytes.count, GIT_OBJECT_BLOB) }
    }

    /// Writes a blob from memory: to disk, or into the batch if there is one.
    func write(_ bytes: [UInt8]) throws(GitError) -> ObjectID {
        try ObjectID("write an object") { libgit2.blob_create_from_buffer(&$0, repository.pointer, bytes, bytes.count) }
    }

    /// Writes a blob from memory to disk.
    func writeThrough(_ bytes: [UInt8]) throws(GitError) -> ObjectID {
        try ObjectID("write an object") {
            libgit2.odb_write(&$0, database.pointer, bytes, bytes.count, GIT_OBJECT_BLOB)
        }
    }

    /// Writes a blob of `size` bytes from pieces, of which `next` gives one at a time and `nil` at the end.
    func write(
        size: Int64, path: String, _ next: () throws(GitError) -> [UInt8]?
    ) throws(GitError) -> ObjectID {
        var opened: UnsafeMutablePointer<git_odb_stream>?
        try git("write an object for", path: path) {
            libgit2.odb_open_wstream(&opened, database.pointer, git_object_size_t(size), GIT_OBJECT_BLOB)
        }
        guard let stream = opened else { preconditionFailure("libgit2 reported success without a stream") }
        defer { libgit2.odb_stream_free(stream) }
        while let piece = try next() {
            try git("write an object for", path: path) {
                piece.withUnsafeBytes { bytes in
                    libgit2.odb_stream_write(stream, bytes.bindMemory(to: CChar.self).baseAddress, bytes.count)
                }
            }
        }
        return try ObjectID("write an object for", path: path) { libgit2.odb_stream_finalize_write(&$0, stream) }
    }
}
