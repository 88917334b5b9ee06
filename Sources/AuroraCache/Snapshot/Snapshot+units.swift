import AuroraCore

extension Snapshot {
    package var unitCount: Int { header.section(.unitOffsets, of: file.bytes).count / 8 }

    /// Whether what the snapshot says of units can be trusted. Finding that nothing changed needs none of it, and does
    /// not read it.
    package var hasIntactUnits: Bool {
        header.isIntact(.units, of: file.bytes) && header.isIntact(.unitOffsets, of: file.bytes)
    }

    /// The unit at a position. Ask only if `hasIntactUnits`.
    package func unit(_ position: UInt32) -> SnapshotUnit {
        var reader = ByteReader(unitBytes(position))
        guard let unit = SnapshotUnit(&reader) else { preconditionFailure("the section's digest was right") }
        return unit
    }

    /// The positions of the units that rest on any of these files.
    package func units(restingOn paths: Set<String>) -> [UInt32] {
        let marks = Set(paths.map { FileTable.hash($0) })
        return positions { unit in
            unit.paths.contains {
                marks.contains(FileTable.hash($0)) && paths.contains(String(decoding: $0, as: UTF8.self))
            }
        }
    }

    /// The positions of the units with any of these records.
    package func units(withRecords paths: Set<String>) -> [UInt32] {
        let marks = Set(paths.map { FileTable.hash($0) })
        return positions { unit in
            unit.records.contains {
                marks.contains(FileTable.hash($0)) && paths.contains(String(decoding: $0, as: UTF8.self))
            }
        }
    }

    /// The positions of the units with records in any of these folders.
    package func units(withRecordsIn folders: Set<String>) -> [UInt32] {
        let marks = Set(folders.map { FileTable.hash($0) })
        return positions { unit in
            unit.records.contains { record in
                guard let slash = record.lastIndex(of: UInt8(ascii: "/")) else { return false }
                let folder = UnsafeRawBufferPointer(rebasing: record[..<slash])
                return marks.contains(FileTable.hash(folder))
                    && folders.contains(String(decoding: folder, as: UTF8.self))
            }
        }
    }

    private func positions(where isWanted: (RawUnit) -> Bool) -> [UInt32] {
        (0..<UInt32(unitCount)).filter { position in
            guard let unit = RawUnit(unitBytes(position)) else { preconditionFailure("the section's digest was right") }
            return isWanted(unit)
        }
    }

    func unitBytes(_ position: UInt32) -> UnsafeRawBufferPointer {
        let units = header.section(.units, of: file.bytes)
        let offsets = header.section(.unitOffsets, of: file.bytes)
        func offset(_ position: Int) -> Int {
            position * 8 == offsets.count
                ? units.count
                : Int(UInt64(littleEndian: offsets.loadUnaligned(fromByteOffset: position * 8, as: UInt64.self)))
        }
        return UnsafeRawBufferPointer(rebasing: units[offset(Int(position))..<offset(Int(position) + 1)])
    }
}

/// A unit's paths as they stand in the file: looking for one among all units decodes none.
private struct RawUnit {
    let paths: [UnsafeRawBufferPointer]
    let records: [UnsafeRawBufferPointer]

    init?(_ bytes: UnsafeRawBufferPointer) {
        var reader = ByteReader(bytes)
        guard reader.rawText() != nil, reader.raw(4 + 4 + 1) != nil, let paths = Self.list(&reader),
            let records = Self.list(&reader)
        else { return nil }
        self.paths = paths
        self.records = records
    }

    private static func list(_ reader: inout ByteReader) -> [UnsafeRawBufferPointer]? {
        guard let count = reader.integer(UInt32.self) else { return nil }
        var list: [UnsafeRawBufferPointer] = []
        for _ in 0..<count {
            guard let text = reader.rawText() else { return nil }
            list.append(text)
        }
        return list
    }
}

extension SnapshotUnit {
    func write(to writer: inout ByteWriter) {
        writer.append(file)
        writer.append(UInt32(outputCount))
        writer.append(UInt32(derivedCount))
        writer.append([isCommitted ? 1 : 0])
        for list in [paths, records] {
            writer.append(UInt32(list.count))
            for path in list { writer.append(path) }
        }
    }

    init?(_ reader: inout ByteReader) {
        guard let file = reader.text(), let outputs = reader.integer(UInt32.self),
            let derived = reader.integer(UInt32.self),
            let committed = reader.integer(UInt8.self)
        else { return nil }
        var lists: [[String]] = []
        for _ in 0..<2 {
            guard let count = reader.integer(UInt32.self) else { return nil }
            var list: [String] = []
            for _ in 0..<count {
                guard let path = reader.text() else { return nil }
                list.append(path)
            }
            lists.append(list)
        }
        self.init(
            file: file, outputCount: Int(outputs), derivedCount: Int(derived), paths: lists[0], records: lists[1],
            isCommitted: committed == 1)
    }
}
