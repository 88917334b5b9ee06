import AuroraCore
import AuroraFiles

/// The beginning of a snapshot's file, format 2: `AURORASN`, the version, the origin, then for each section where it
/// begins, where it ends and its SHA-256; then the SHA-256 of all that.
struct SnapshotHeader: Sendable {
    enum Section: Int, CaseIterable, Sendable {
        /// Pieces of the facts: offsets at which a thread may begin.
        case pieces
        case facts
        case summary
        case units
        /// Offsets of the units, for finding one without reading all.
        case unitOffsets
        /// Records that wait to be committed; empty if none does, or nothing is known of them.
        case waiting
    }

    private static let magic = Array("AURORASN".utf8)
    private static let version: UInt32 = 2
    static let byteCount =
        8 + 4 + Digest.byteCount + Section.allCases.count * (16 + Digest.byteCount) + Digest.byteCount

    /// Who took the snapshot of what: program, surroundings, and what the command line said.
    let origin: Digest
    /// The digest of the header, and so of everything whose digests are in it.
    let identity: Digest
    private let places: [(range: Range<Int>, digest: Digest)]

    init?(_ bytes: UnsafeRawBufferPointer) {
        var reader = ByteReader(bytes)
        guard let body = reader.raw(Self.byteCount - Digest.byteCount), let stated = reader.digest(),
            stated == Digest(hashing: body)
        else { return nil }
        identity = stated
        var fields = ByteReader(body)
        guard let magic = fields.raw(Self.magic.count), magic.elementsEqual(Self.magic),
            fields.integer(UInt32.self) == Self.version, let origin = fields.digest()
        else { return nil }
        self.origin = origin
        var places: [(range: Range<Int>, digest: Digest)] = []
        for _ in Section.allCases {
            guard let start = fields.integer(UInt64.self), let end = fields.integer(UInt64.self),
                let digest = fields.digest(), start <= end, end <= bytes.count
            else { return nil }
            places.append((Int(start)..<Int(end), digest))
        }
        self.places = places
    }

    func section(_ section: Section, of bytes: UnsafeRawBufferPointer) -> UnsafeRawBufferPointer {
        UnsafeRawBufferPointer(rebasing: bytes[places[section.rawValue].range])
    }

    func isIntact(_ section: Section, of bytes: UnsafeRawBufferPointer) -> Bool {
        Digest(hashing: self.section(section, of: bytes)) == places[section.rawValue].digest
    }

    /// A whole file of these sections.
    static func file(origin: Digest, sections: [Section: ByteWriter]) -> [UInt8] {
        var header = ByteWriter()
        header.append(magic)
        header.append(version)
        header.append(origin)
        var offset = byteCount
        var length = byteCount
        for section in Section.allCases {
            let content = sections[section]?.bytes ?? []
            header.append(UInt64(offset))
            offset += content.count
            header.append(UInt64(offset))
            header.append(Digest(hashing: content))
            length = offset
        }
        header.append(Digest(hashing: header.bytes))
        var file = header.bytes
        file.reserveCapacity(length)
        for section in Section.allCases { file.append(contentsOf: sections[section]?.bytes ?? []) }
        return file
    }
}
