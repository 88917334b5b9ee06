import AuroraCore
import AuroraFiles

/// The index on disk, version 2: `AURORAIX`, the version, how many files, where their entries end and where the hash
/// table ends, the entries, the table, the notes, then the SHA-256 of all that.
///
/// An index of another version, or a damaged one, counts as empty: everything in it can be found out again.
extension FileIndex {
    private static let magic = Array("AURORAIX".utf8)
    private static let version: UInt32 = 2
    private static let headerByteCount = 8 + 4 + 4 + 8 + 8

    /// Reads the index; an empty one if there is none to trust.
    package static func load(_ path: String) -> FileIndex {
        // Whatever keeps it from being read, the files themselves are there to be looked at.
        // The facts first: of a file that is replaced in between they are not those of what was read.
        guard let facts = try? FileFacts.of(path), let file = try? MappedFile.open(path) else { return FileIndex() }
        return FileIndex(file, facts) ?? FileIndex()
    }

    /// Writes the index whole or not at all.
    package func save(_ path: String, staging: String) throws {
        try Files.write(encoded, to: path, staging: staging)
    }

    var encoded: [UInt8] {
        var writer = ByteWriter()
        writer.reserve(((table?.count ?? 0) + changes.count) * 144 + 4096)
        writer.append(Self.magic)
        writer.append(Self.version)
        // Filled in when they are known.
        writer.append(UInt32(0))
        writer.append(UInt64(0))
        writer.append(UInt64(0))
        var places: [(hash: UInt64, offset: UInt32)] = []
        func note(_ path: String, _ offset: Int) { places.append((FileTable.hash(path), UInt32(offset))) }
        table?.forEach { path, bytes in
            guard changes[path] == nil else { return }
            note(path, writer.bytes.count)
            writer.append(bytes)
        }
        for (path, entry) in changes.sorted(by: { $0.key < $1.key }) {
            guard let entry else { continue }
            note(path, writer.bytes.count)
            FileTable.write(path, entry, to: &writer)
        }
        let entriesEnd = writer.bytes.count
        for slot in FileTable.slots(places) { writer.append(slot) }
        writer.replace(at: 12, with: UInt32(places.count))
        writer.replace(at: 16, with: UInt64(entriesEnd))
        writer.replace(at: 24, with: UInt64(writer.bytes.count))
        notes.write(to: &writer)
        writer.append(Digest(hashing: writer.bytes))
        return writer.bytes
    }

    init?(_ file: MappedFile, _ source: FileFacts? = nil) {
        let bytes = file.bytes
        guard bytes.count > Self.headerByteCount + Digest.byteCount else { return nil }
        let body = UnsafeRawBufferPointer(rebasing: bytes.dropLast(Digest.byteCount))
        guard Digest(bytes: bytes.suffix(Digest.byteCount)) == Digest(hashing: body) else { return nil }
        var reader = ByteReader(body)
        guard let magic = reader.raw(Self.magic.count), magic.elementsEqual(Self.magic),
            reader.integer(UInt32.self) == Self.version, let count = reader.integer(UInt32.self),
            let entriesEnd = reader.integer(UInt64.self), let slotsEnd = reader.integer(UInt64.self),
            entriesEnd >= Self.headerByteCount, slotsEnd >= entriesEnd, slotsEnd <= body.count
        else { return nil }
        var rest = ByteReader(body, at: Int(slotsEnd))
        guard let notes = Notes(&rest),
            let table = FileTable(
                file, count: Int(count), entries: Self.headerByteCount..<Int(entriesEnd),
                slots: Int(entriesEnd)..<Int(slotsEnd))
        else { return nil }
        self.init(table: table, notes: notes, source: source)
    }
}

extension FileIndex.Notes {
    fileprivate func write(to writer: inout ByteWriter) {
        writer.append(UInt32(durations.count))
        for (digest, milliseconds) in durations.sorted(by: { $0.key < $1.key }) {
            writer.append(digest)
            writer.append(UInt64(milliseconds))
        }
        writer.append(UInt64(renderPace))
        writer.append(UInt32(failures.count))
        for (key, problem) in failures.sorted(by: { $0.key < $1.key }) {
            writer.append(key.digest)
            writer.append(problem)
        }
    }

    fileprivate init?(_ reader: inout ByteReader) {
        guard let sounds = reader.integer(UInt32.self) else { return nil }
        for _ in 0..<sounds {
            guard let digest = reader.digest(), let value = reader.integer(UInt64.self) else { return nil }
            durations[digest] = Int(value)
        }
        guard let pace = reader.integer(UInt64.self), let failed = reader.integer(UInt32.self) else { return nil }
        renderPace = Int(pace)
        for _ in 0..<failed {
            guard let digest = reader.digest(), let problem = reader.text() else { return nil }
            failures[ActionKey(digest)] = problem
        }
    }
}
