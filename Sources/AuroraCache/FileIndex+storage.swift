import AuroraCore
import AuroraFiles

/// The index on disk, version 1: `AURORAIX`, the version, then the sections, then the SHA-256 of all that.
/// Integers are little-endian; a text is its length in bytes (32 bits) and its UTF-8.
///
/// An index of another version, or a damaged one, counts as empty: everything in it can be found out again.
extension FileIndex {
    private static let magic = Array("AURORAIX".utf8)
    private static let version: UInt32 = 1

    /// Reads the index; an empty one if there is none to trust.
    package static func load(_ path: String) -> FileIndex {
        // Whatever keeps it from being read, the files themselves are there to be looked at.
        guard let bytes = try? Files.read(path) else { return FileIndex() }
        return FileIndex(bytes: bytes) ?? FileIndex()
    }

    /// Writes the index whole or not at all.
    package func save(_ path: String, staging: String) throws {
        try Files.write(encoded, to: path, staging: staging)
    }

    var encoded: [UInt8] {
        var writer = ByteWriter()
        writer.append(Self.magic)
        writer.append(Self.version)
        writer.append(UInt32(files.count))
        for (path, entry) in files.sorted(by: { $0.key < $1.key }) {
            writer.append(path)
            writer.append([entry.facts.kind.rawValue, entry.facts.isExecutable ? 1 : 0])
            writer.append(UInt64(bitPattern: entry.facts.size))
            writer.append(UInt64(bitPattern: entry.facts.modifiedNanoseconds))
            writer.append(UInt64(bitPattern: entry.facts.changedNanoseconds))
            writer.append(entry.facts.inode)
            writer.append(entry.digest.bytes)
        }
        writer.append(UInt32(durations.count))
        for (digest, milliseconds) in durations.sorted(by: { $0.key < $1.key }) {
            writer.append(digest.bytes)
            writer.append(UInt64(milliseconds))
        }
        writer.append(UInt64(renderPace))
        writer.append(UInt32(failures.count))
        for (key, problem) in failures.sorted(by: { $0.key < $1.key }) {
            writer.append(key.digest.bytes)
            writer.append(problem)
        }
        writer.append(Digest(hashing: writer.bytes).bytes)
        return writer.bytes
    }

    init?(bytes: [UInt8]) {
        guard bytes.count > Digest.byteCount else { return nil }
        let body = Array(bytes.dropLast(Digest.byteCount))
        guard Digest(bytes: bytes.suffix(Digest.byteCount)) == Digest(hashing: body) else { return nil }
        var reader = ByteReader(body)
        guard reader.bytes(Self.magic.count) == Self.magic, reader.integer32() == Self.version else { return nil }
        guard let count = reader.integer32() else { return nil }
        for _ in 0..<count {
            guard let path = reader.text(), let entry = Self.entry(&reader) else { return nil }
            files[path] = entry
        }
        guard let sounds = reader.integer32() else { return nil }
        for _ in 0..<sounds {
            guard let digest = reader.digest(), let value = reader.integer64() else { return nil }
            durations[digest] = Int(value)
        }
        guard let pace = reader.integer64(), let failed = reader.integer32() else { return nil }
        renderPace = Int(pace)
        for _ in 0..<failed {
            guard let digest = reader.digest(), let problem = reader.text() else { return nil }
            failures[ActionKey(digest)] = problem
        }
    }

    private static func entry(_ reader: inout ByteReader) -> Entry? {
        guard let flags = reader.bytes(2), let kind = FileFacts.Kind(rawValue: flags[0]),
            let size = reader.integer64(), let modified = reader.integer64(), let changed = reader.integer64(),
            let inode = reader.integer64(), let digest = reader.digest()
        else { return nil }
        let facts = FileFacts(
            kind: kind, isExecutable: flags[1] == 1, size: Int64(bitPattern: size),
            modifiedNanoseconds: Int64(bitPattern: modified), changedNanoseconds: Int64(bitPattern: changed),
            inode: inode)
        return Entry(facts: facts, digest: digest)
    }
}

private struct ByteWriter {
    var bytes: [UInt8] = []

    mutating func append(_ more: [UInt8]) { bytes.append(contentsOf: more) }

    mutating func append(_ integer: some FixedWidthInteger) {
        withUnsafeBytes(of: integer.littleEndian) { bytes.append(contentsOf: $0) }
    }

    mutating func append(_ text: String) {
        append(UInt32(text.utf8.count))
        bytes.append(contentsOf: text.utf8)
    }
}

private struct ByteReader {
    private let source: [UInt8]
    private var offset = 0

    init(_ source: [UInt8]) { self.source = source }

    mutating func bytes(_ count: Int) -> [UInt8]? {
        guard count >= 0, source.count - offset >= count else { return nil }
        defer { offset += count }
        return Array(source[offset..<offset + count])
    }

    mutating func integer32() -> UInt32? {
        bytes(4).map { $0.withUnsafeBytes { UInt32(littleEndian: $0.loadUnaligned(as: UInt32.self)) } }
    }

    mutating func integer64() -> UInt64? {
        bytes(8).map { $0.withUnsafeBytes { UInt64(littleEndian: $0.loadUnaligned(as: UInt64.self)) } }
    }

    mutating func digest() -> Digest? { bytes(Digest.byteCount).flatMap { Digest(bytes: $0) } }

    mutating func text() -> String? {
        guard let count = integer32(), let utf8 = bytes(Int(count)) else { return nil }
        return String(validating: utf8, as: UTF8.self)
    }
}
