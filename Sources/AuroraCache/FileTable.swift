import AuroraCore
import AuroraFiles

/// What an index on disk says of files: looked up in place, so that asking for one file among a million reads a few
/// pages and decodes one entry.
///
/// Entries stand one after another; a hash table of their offsets stands behind them.
final class FileTable: Sendable {
    private let file: MappedFile
    private let entries: Range<Int>
    private let slots: Range<Int>
    let count: Int

    init?(_ file: MappedFile, count: Int, entries: Range<Int>, slots: Range<Int>) {
        let slotCount = slots.count / 4
        guard slots.count % 4 == 0, slotCount > 0, slotCount & (slotCount - 1) == 0, slotCount > count else {
            return nil
        }
        self.file = file
        self.count = count
        self.entries = entries
        self.slots = slots
    }

    subscript(_ path: String) -> FileIndex.Entry? {
        var path = path
        return path.withUTF8 { name in
            let name = UnsafeRawBufferPointer(name)
            let mask = slots.count / 4 - 1
            var slot = Int(truncatingIfNeeded: Self.hash(name)) & mask
            // The table is at most half full, so an empty slot comes soon.
            for _ in 0...mask {
                let offset = Int(
                    UInt32(
                        littleEndian: file.bytes.loadUnaligned(
                            fromByteOffset: slots.lowerBound + slot * 4, as: UInt32.self)))
                guard offset >= entries.lowerBound, offset < entries.upperBound else { return nil }
                var reader = ByteReader(file.bytes, at: offset)
                if let found = reader.rawText(), found.elementsEqual(name) { return Self.entry(&reader) }
                slot = (slot + 1) & mask
            }
            return nil
        }
    }

    /// Every path with the bytes of its entry, in the order of the file.
    func forEach(_ body: (_ path: String, _ bytes: UnsafeRawBufferPointer) -> Void) {
        var reader = ByteReader(file.bytes, at: entries.lowerBound)
        while reader.offset < entries.upperBound {
            let start = reader.offset
            guard let path = reader.text(), reader.raw(Self.entryByteCount) != nil else { return }
            body(path, UnsafeRawBufferPointer(rebasing: file.bytes[start..<reader.offset]))
        }
    }

    // MARK: The format

    /// What follows an entry's path.
    private static let entryByteCount = 2 + 4 * 8 + Digest.byteCount

    static func write(_ path: String, _ entry: FileIndex.Entry, to writer: inout ByteWriter) {
        writer.append(path)
        writer.append([entry.facts.kind.rawValue, entry.facts.isExecutable ? 1 : 0])
        writer.append(entry.facts.size)
        writer.append(entry.facts.modifiedNanoseconds)
        writer.append(entry.facts.changedNanoseconds)
        writer.append(entry.facts.inode)
        writer.append(entry.digest)
    }

    static func entry(_ reader: inout ByteReader) -> FileIndex.Entry? {
        guard let kindByte = reader.integer(UInt8.self), let kind = FileFacts.Kind(rawValue: kindByte),
            let executable = reader.integer(UInt8.self), let size = reader.integer(Int64.self),
            let modified = reader.integer(Int64.self), let changed = reader.integer(Int64.self),
            let inode = reader.integer(UInt64.self), let digest = reader.digest()
        else { return nil }
        let facts = FileFacts(
            kind: kind, isExecutable: executable == 1, size: size, modifiedNanoseconds: modified,
            changedNanoseconds: changed, inode: inode)
        return FileIndex.Entry(facts: facts, digest: digest)
    }

    /// The table for entries at these offsets, whose paths have these hashes.
    static func slots(_ entries: [(hash: UInt64, offset: UInt32)]) -> [UInt32] {
        var count = 16
        while count < entries.count * 2 { count *= 2 }
        var slots = [UInt32](repeating: 0, count: count)
        for entry in entries {
            var slot = Int(truncatingIfNeeded: entry.hash) & (count - 1)
            while slots[slot] != 0 { slot = (slot + 1) & (count - 1) }
            slots[slot] = entry.offset
        }
        return slots
    }

    /// FNV-1a, its halves folded: quick for short texts, and evenly spread in the low bits.
    static func hash(_ path: UnsafeRawBufferPointer) -> UInt64 {
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325
        for byte in path { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
        return hash ^ hash >> 32
    }

    static func hash(_ path: String) -> UInt64 {
        var path = path
        return path.withUTF8 { hash(UnsafeRawBufferPointer($0)) }
    }
}
