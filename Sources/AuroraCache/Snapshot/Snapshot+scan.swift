import AuroraCore
package import AuroraFiles

/// Where a workspace differs from its snapshot.
package struct SnapshotDifferences: Sendable {
    /// Something that everything rests on is not as it was.
    package fileprivate(set) var affectsAll = false
    /// Positions of the units whose own files differ.
    package fileprivate(set) var units: Set<UInt32> = []
    /// Files of several units that differ.
    package fileprivate(set) var shared: [String] = []
    /// Folders whose own facts differ, with what is remembered of them.
    package fileprivate(set) var folders: [(path: String, listing: FolderListing)] = []

    /// None.
    package init() {}

    package var isEmpty: Bool { !affectsAll && units.isEmpty && shared.isEmpty && folders.isEmpty }
}

extension Snapshot {
    /// Compares every remembered file and folder with what is there now, on all processors.
    package func differences(in workspace: ContainedFolder) -> SnapshotDifferences {
        differences(workspace, in: nil)
    }

    /// The same where only these paths can have changed, since somebody watched: workspace-relative, `.` is the
    /// workspace itself.
    package func differences(in workspace: ContainedFolder, among paths: some Sequence<String>) -> SnapshotDifferences {
        var folders: Set<UInt64> = []
        for path in paths {
            let path = path == "." ? "" : path
            folders.insert(FileTable.hash(path))
            let parent = Paths.parent(path) ?? "/"
            folders.insert(FileTable.hash(parent == "." ? "" : parent))
        }
        return folders.isEmpty ? SnapshotDifferences() : differences(workspace, in: folders)
    }

    /// Every folder that has a say, or holds something that has.
    package var folders: Set<String> {
        var folders: Set<String> = []
        var reader = ByteReader(header.section(.facts, of: file.bytes))
        while let part = FolderPart(&reader) { folders.insert(String(decoding: part.path, as: UTF8.self)) }
        return folders
    }

    /// `chosen` holds the hashes of the folders to look at; two that share a hash are both looked at.
    private func differences(_ workspace: ContainedFolder, in chosen: Set<UInt64>?) -> SnapshotDifferences {
        var offsets = pieceOffsets
        offsets.append(header.section(.facts, of: file.bytes).count)
        let pieces = zip(offsets, offsets.dropFirst()).map { Piece(range: $0..<$1) }
        let found = Parallel.map(pieces) { differences(in: $0, workspace, chosen) }
        return found.reduce(into: SnapshotDifferences()) { all, part in
            all.affectsAll = all.affectsAll || part.affectsAll
            all.units.formUnion(part.units)
            all.shared += part.shared
            all.folders += part.folders
        }
    }

    private struct Piece: Sendable { let range: Range<Int> }

    private var pieceOffsets: [Int] {
        let section = header.section(.pieces, of: file.bytes)
        var reader = ByteReader(section)
        var offsets: [Int] = []
        while let offset = reader.integer(UInt64.self) { offsets.append(Int(offset)) }
        return offsets
    }

    private func differences(in piece: Piece, _ workspace: ContainedFolder, _ chosen: Set<UInt64>?)
        -> SnapshotDifferences
    {
        let facts = header.section(.facts, of: file.bytes)
        var differences = SnapshotDifferences()
        var reader = ByteReader(facts, at: piece.range.lowerBound)
        var path = PathBuffer()
        workspace.looking { look in
            while reader.offset < piece.range.upperBound {
                guard let part = FolderPart(&reader) else { preconditionFailure("the section's digest was right") }
                if let chosen, !chosen.contains(FileTable.hash(part.path)) { continue }
                path.enter(part.path)
                if let listing = part.listing, path.withFolder(look).print != listing.print {
                    differences.folders.append((String(decoding: part.path, as: UTF8.self), listing))
                }
                part.forEach { name, print, owner in
                    guard path.withName(name, look).print != print else { return }
                    switch owner {
                    case .all: differences.affectsAll = true
                    case .unit(let index): differences.units.insert(index)
                    case .shared: differences.shared.append(path.text(name))
                    }
                }
            }
        }
        return differences
    }
}

/// A path put together in place: one folder, and the names in it one after another.
private struct PathBuffer: ~Copyable {
    private let bytes = UnsafeMutableRawBufferPointer.allocate(byteCount: 8192, alignment: 8)
    private var folderCount = 0

    deinit { bytes.deallocate() }

    mutating func enter(_ folder: UnsafeRawBufferPointer) {
        precondition(folder.count + 300 < bytes.count, "the kernel's paths are shorter")
        bytes.copyMemory(from: folder)
        folderCount = folder.count
    }

    func withFolder<Result>(_ look: (UnsafePointer<CChar>) -> Result) -> Result {
        bytes[folderCount] = 0
        if folderCount == 0 {
            bytes[0] = UInt8(ascii: ".")
            bytes[1] = 0
        }
        return call(look)
    }

    func withName<Result>(_ name: UnsafeRawBufferPointer, _ look: (UnsafePointer<CChar>) -> Result) -> Result {
        var start = folderCount
        if start > 0 {
            bytes[start] = UInt8(ascii: "/")
            start += 1
        }
        UnsafeMutableRawBufferPointer(rebasing: bytes[start...]).copyMemory(from: name)
        bytes[start + name.count] = 0
        return call(look)
    }

    func text(_ name: UnsafeRawBufferPointer) -> String { withName(name) { String(cString: $0) } }

    private func call<Result>(_ look: (UnsafePointer<CChar>) -> Result) -> Result {
        guard let base = bytes.baseAddress else { preconditionFailure("the buffer has bytes") }
        return look(base.assumingMemoryBound(to: CChar.self))
    }
}
