package import AuroraCore
import AuroraFiles

/// What a workspace looked like when all of it was known to be in order: every file and folder that has a say, by its
/// facts, and what each scene file rests on. As long as the facts are the same, there is nothing to do; where some
/// differ, only the units that rest on those files have to be looked at.
///
/// Read in place from its file: finding that nothing changed touches the facts alone.
package struct Snapshot: Sendable {
    let file: MappedFile
    let header: SnapshotHeader
    package let summary: SnapshotSummary

    /// The snapshot at `path`, if there is one that can be trusted and that `origin` took. Anything else counts as
    /// none: it can be taken again.
    package static func load(_ path: String, origin: Digest) -> Snapshot? {
        open(path, origin: origin).flatMap { $0.hasIntactFacts ? $0 : nil }
    }

    /// The same without a look at the facts: `hasIntactFacts` has to be asked before they are used.
    package static func open(_ path: String, origin: Digest) -> Snapshot? {
        guard let file = try? MappedFile.open(path), let header = SnapshotHeader(file.bytes), header.origin == origin,
            header.isIntact(.summary, of: file.bytes)
        else { return nil }
        var reader = ByteReader(header.section(.summary, of: file.bytes))
        guard let summary = SnapshotSummary(&reader) else { return nil }
        return Snapshot(file: file, header: header, summary: summary)
    }

    /// Whether what it says of files and folders is what was written.
    package var hasIntactFacts: Bool {
        [.pieces, .facts].allSatisfy { header.isIntact($0, of: file.bytes) }
    }

    /// Names it: another snapshot has another one, unless it says the same of everything.
    package var identity: Digest { header.identity }
}

/// One file of scenes with everything that it rests on: the smallest part of a workspace that is looked at by itself.
package struct SnapshotUnit: Hashable, Sendable {
    /// The scene file, relative to the workspace.
    package let file: String
    /// How many outputs it comes to.
    package let outputCount: Int
    /// How many of them are no videos, but derived from one.
    package let derivedCount: Int
    /// Every file that has a say in it, and every output: relative to the workspace.
    package let paths: [String]
    /// Its records, which are seen by their folders.
    package let records: [String]
    /// Whether HEAD holds its records as they are.
    package let isCommitted: Bool

    package init(
        file: String, outputCount: Int, derivedCount: Int = 0, paths: [String], records: [String], isCommitted: Bool
    ) {
        self.file = file
        self.outputCount = outputCount
        self.derivedCount = derivedCount
        self.paths = paths
        self.records = records
        self.isCommitted = isCommitted
    }
}

/// What is known of the workspace as a whole.
package struct SnapshotSummary: Hashable, Sendable {
    /// The profile in force.
    package var profile: String
    package var commitMode: CommitMode
    /// The commit that HEAD named when it held every record of the units that are committed, in hexadecimal; `nil` if
    /// nobody looked.
    package var head: String?
    /// How many outputs there are, all of which were in order, and how many of them are no videos.
    package var outputCount: Int
    package var derivedCount: Int
    /// Positions of the units with records that HEAD does not hold.
    package var uncommittedUnits: [UInt32]
    /// Worth saying although nothing is wrong.
    package var warnings: [Diagnostic]

    package init(
        profile: String, commitMode: CommitMode, head: String?, outputCount: Int, derivedCount: Int,
        uncommittedUnits: [UInt32], warnings: [Diagnostic]
    ) {
        self.profile = profile
        self.commitMode = commitMode
        self.head = head
        self.outputCount = outputCount
        self.derivedCount = derivedCount
        self.uncommittedUnits = uncommittedUnits
        self.warnings = warnings
    }
}

/// Whose concern a file is.
enum SnapshotOwner: Hashable, Sendable {
    case unit(UInt32)
    /// Several units: which ones, they say themselves.
    case shared
    /// Everything: the workspace file, for one.
    case all

    init(rawValue: UInt32) {
        switch rawValue {
        case .max: self = .all
        case .max - 1: self = .shared
        default: self = .unit(rawValue)
        }
    }

    var rawValue: UInt32 {
        switch self {
        case .all: .max
        case .shared: .max - 1
        case .unit(let index): index
        }
    }
}
