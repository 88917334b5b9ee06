package import AuroraCore
package import AuroraFiles

/// A snapshot with some of its units taken again. What belongs to no such unit is copied as it stands, so that one
/// changed scene among a hundred thousand costs little more than writing the file.
package struct SnapshotEdit {
    private let old: Snapshot
    private let replaced: [UInt32: SnapshotUnit]
    private let listings: [String: FolderListing]

    /// `units` by their positions in `old`; `listings` of folders that were looked at again.
    package init(_ old: Snapshot, units: [UInt32: SnapshotUnit], listings: [String: FolderListing]) {
        self.old = old
        replaced = units
        self.listings = listings
    }

    /// The files whose facts have to be known.
    package var paths: [String] { Array(Set(replaced.values.flatMap(\.paths))) }

    /// The file of the new snapshot. `waiting` speaks of all its units.
    package func encoded(
        origin: Digest, head: String?, warnings: [Diagnostic], waiting: SnapshotWaiting?, state: (String) -> FilePrint
    ) -> [UInt8] {
        var summary = old.summary
        summary.head = head
        summary.warnings = warnings
        summary.uncommittedUnits.removeAll { replaced[$0] != nil }
        summary.uncommittedUnits += replaced.filter { !$0.value.isCommitted }.keys
        summary.uncommittedUnits.sort()
        var units = UnitWriter()
        for position in 0..<UInt32(old.unitCount) {
            if let unit = replaced[position] {
                let before = old.unit(position)
                summary.outputCount += unit.outputCount - before.outputCount
                summary.derivedCount += unit.derivedCount - before.derivedCount
                units.append(unit)
            } else {
                units.append(raw: old.unitBytes(position))
            }
        }
        var summaryWriter = ByteWriter()
        summary.write(to: &summaryWriter)
        let facts = facts(state)
        var waitingWriter = ByteWriter()
        waiting?.write(to: &waitingWriter)
        return SnapshotHeader.file(
            origin: origin,
            sections: [
                .pieces: facts.pieces, .facts: facts.writer, .summary: summaryWriter, .units: units.writer,
                .unitOffsets: units.offsets, .waiting: waitingWriter,
            ])
    }

    /// The folders, those with files of replaced units put together anew.
    private func facts(_ state: (String) -> FilePrint) -> FactsWriter {
        var arriving: [String: [(name: String, owner: SnapshotOwner, print: FilePrint)]] = [:]
        for (position, unit) in replaced {
            for path in unit.paths {
                let (folder, name) = SnapshotContent.split(path)
                arriving[folder, default: []].append((name, .unit(position), state(path)))
            }
        }
        var affected = Set(arriving.keys).union(listings.keys)
        for position in replaced.keys {
            affected.formUnion(old.unit(position).paths.map { SnapshotContent.split($0).folder })
        }
        let marks = Set(affected.map { FileTable.hash($0) })
        var folders: [String: FolderFacts] = [:]
        var writer = FactsWriter()
        old.forEachPart { part, raw in
            let path = marks.contains(FileTable.hash(part.path)) ? String(decoding: part.path, as: UTF8.self) : nil
            guard let path, affected.contains(path) else {
                return writer.append(raw: raw, entries: part.entryCount)
            }
            var facts = folders[path] ?? FolderFacts(path: path)
            facts.listing = facts.listing ?? part.listing
            facts.entries += part.facts.entries.filter { entry in
                if case .unit(let position) = entry.owner { replaced[position] == nil } else { true }
            }
            folders[path] = facts
        }
        for (path, listing) in listings { folders[path, default: FolderFacts(path: path)].listing = listing }
        for (path, entries) in arriving { folders[path, default: FolderFacts(path: path)].add(entries) }
        for folder in folders.values.sorted(by: { $0.path.utf8.lexicographicallyPrecedes($1.path.utf8) }) {
            var folder = folder
            folder.entries.sort { $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) }
            writer.append(folder)
        }
        return writer
    }
}

extension FolderFacts {
    /// Enters names; one that several units rest on becomes theirs together.
    fileprivate mutating func add(_ new: [(name: String, owner: SnapshotOwner, print: FilePrint)]) {
        var places = Dictionary(uniqueKeysWithValues: zip(entries.map(\.name), entries.indices))
        for (name, owner, print) in new {
            guard let place = places[name] else {
                places[name] = entries.count
                entries.append(Entry(name: name, print: print, owner: owner))
                continue
            }
            entries[place].print = print
            if entries[place].owner != owner, entries[place].owner != .all { entries[place].owner = .shared }
        }
    }
}

extension Snapshot {
    /// Every part of a folder, with its bytes.
    func forEachPart(_ body: (FolderPart, UnsafeRawBufferPointer) -> Void) {
        let facts = header.section(.facts, of: file.bytes)
        var reader = ByteReader(facts)
        while reader.offset < facts.count {
            let start = reader.offset
            guard let part = FolderPart(&reader) else { preconditionFailure("the section's digest was right") }
            body(part, UnsafeRawBufferPointer(rebasing: facts[start..<reader.offset]))
        }
    }
}
