package import AuroraCore
package import AuroraFiles

/// What goes into a snapshot of a whole workspace.
package struct SnapshotContent {
    private var units: [SnapshotUnit] = []
    private var owners: [String: SnapshotOwner] = [:]
    private var listings: [String: FolderListing] = [:]

    package init() {}

    package mutating func add(_ unit: SnapshotUnit) {
        let position = UInt32(units.count)
        units.append(unit)
        for path in unit.paths { own(path, .unit(position)) }
    }

    /// A file that everything rests on.
    package mutating func addForAll(_ path: String) { owners[path] = .all }

    /// A folder whose list of names counts.
    package mutating func add(folder path: String, _ listing: FolderListing) {
        listings[path == "." ? "" : path] = listing
    }

    /// Every file, in no particular order.
    package var paths: [String] { Array(owners.keys) }

    private mutating func own(_ path: String, _ owner: SnapshotOwner) {
        guard let known = owners[path], known != owner else {
            owners[path] = owner
            return
        }
        owners[path] = known == .all ? .all : .shared
    }

    /// The file of the snapshot. `state` tells what the facts of each file came to.
    package func encoded(
        origin: Digest, profile: String, commitMode: CommitMode, head: String?, warnings: [Diagnostic],
        waiting: SnapshotWaiting?, state: (String) -> FilePrint
    ) -> [UInt8] {
        var folders: [String: FolderFacts] = [:]
        for (path, listing) in listings { folders[path] = FolderFacts(path: path, listing: listing) }
        for (path, owner) in owners {
            let (folder, name) = Self.split(path)
            folders[folder, default: FolderFacts(path: folder)].entries.append(
                FolderFacts.Entry(name: name, print: state(path), owner: owner))
        }
        var facts = FactsWriter()
        for folder in folders.values.sorted(by: { $0.path.utf8.lexicographicallyPrecedes($1.path.utf8) }) {
            var folder = folder
            folder.entries.sort { $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) }
            facts.append(folder)
        }
        var list = UnitWriter()
        for unit in units { list.append(unit) }
        var summary = ByteWriter()
        SnapshotSummary(
            profile: profile, commitMode: commitMode, head: head,
            outputCount: units.reduce(0) { $0 + $1.outputCount },
            derivedCount: units.reduce(0) { $0 + $1.derivedCount },
            uncommittedUnits: units.indices.filter { !units[$0].isCommitted }.map { UInt32($0) }, warnings: warnings
        ).write(to: &summary)
        var waitingWriter = ByteWriter()
        waiting?.write(to: &waitingWriter)
        return SnapshotHeader.file(
            origin: origin,
            sections: [
                .pieces: facts.pieces, .facts: facts.writer, .summary: summary, .units: list.writer,
                .unitOffsets: list.offsets, .waiting: waitingWriter,
            ])
    }

    /// Folder and name; the folder is empty for what stands in the workspace itself.
    static func split(_ path: String) -> (folder: String, name: String) {
        guard let slash = path.utf8.lastIndex(of: UInt8(ascii: "/")) else { return ("", path) }
        return (String(path[..<slash]), String(path[path.utf8.index(after: slash)...]))
    }
}

/// Writes folders one after another, and notes where threads may begin.
struct FactsWriter {
    private(set) var writer = ByteWriter()
    private(set) var pieces = ByteWriter()
    private var entriesInPiece = Int.max

    /// Looking at so many files takes a fraction of a millisecond.
    private static let pieceEntries = 512

    mutating func append(_ folder: FolderFacts) {
        for part in folder.parts {
            begin(entries: part.entries.count + 1)
            part.write(to: &writer)
        }
    }

    /// A part that is taken over as it is.
    mutating func append(raw part: UnsafeRawBufferPointer, entries: Int) {
        begin(entries: entries + 1)
        writer.append(part)
    }

    private mutating func begin(entries: Int) {
        if entriesInPiece >= Self.pieceEntries {
            pieces.append(UInt64(writer.bytes.count))
            entriesInPiece = 0
        }
        entriesInPiece += entries
    }
}

/// Writes units one after another, and notes where each begins.
struct UnitWriter {
    private(set) var writer = ByteWriter()
    private(set) var offsets = ByteWriter()

    mutating func append(_ unit: SnapshotUnit) {
        offsets.append(UInt64(writer.bytes.count))
        unit.write(to: &writer)
    }

    mutating func append(raw unit: UnsafeRawBufferPointer) {
        offsets.append(UInt64(writer.bytes.count))
        writer.append(unit)
    }
}
