import AuroraCache
import AuroraCore
import AuroraFiles
import AuroraTesting
import Testing

@Suite struct SnapshotTests {
    let folder: TemporaryFolder
    let workspace: ContainedFolder
    private let origin = Digest(hashing: "this program")

    /// Two scenes that share a portrait, and a file that everything rests on.
    init() throws {
        folder = try TemporaryFolder([
            "aurora.yaml": "name: a", "scenes/a/scene.yaml": "a", "scenes/b/scene.yaml": "b",
            "scenes/shared.png": "face", "scenes/a/line.wav": "la", "scenes/b/line.wav": "lb",
            "records/a.json": "{}", "out/a.mp4": "video a", "out/b.mp4": "video b",
        ])
        workspace = try ContainedFolder(folder.path)
    }

    private func unit(_ name: String, more: [String] = [], isCommitted: Bool = true) -> SnapshotUnit {
        SnapshotUnit(
            file: "scenes/\(name)/scene.yaml", outputCount: 1,
            paths: [
                "scenes/\(name)/scene.yaml", "scenes/\(name)/line.wav", "scenes/shared.png", "out/\(name).mp4",
            ] + more, records: ["records/\(name).json"], isCommitted: isCommitted)
    }

    private let waiting = SnapshotWaiting(
        rules: [
            SnapshotWaiting.Rule(path: "/a/.git/config", print: FilePrint(value: 5)),
            SnapshotWaiting.Rule(path: "/a/.gitignore", print: .absent),
        ],
        records: [
            SnapshotWaiting.Record(
                path: "records/b.json", reason: 0, inputs: [SnapshotWaiting.Input(path: "scenes/b.yaml", reason: 1)]),
            SnapshotWaiting.Record(path: "records/c.json", reason: 2, inputs: []),
        ])

    private func state(_ path: String) -> FilePrint {
        // A file that cannot be looked at is a failed test elsewhere.
        FilePrint((try? FileFacts.of(folder.path(path))) ?? nil)
    }

    private func listing(_ path: String) throws -> FolderListing {
        FolderListing(print: state(path), names: FolderNames.mark(try workspace.entries(path)))
    }

    @discardableResult
    private func take() throws -> Snapshot {
        var content = SnapshotContent()
        content.add(unit("a"))
        content.add(unit("b"))
        content.addForAll("aurora.yaml")
        content.addForAll("campaigns")
        for path in ["scenes", "scenes/a", "scenes/b", "records"] { content.add(folder: path, try listing(path)) }
        let bytes = content.encoded(
            origin: origin, profile: "draft", commitMode: .records, head: String(repeating: "a", count: 40),
            warnings: [
                Diagnostic(
                    "odd", at: SourceSpan(file: "x", line: 2, column: 3, length: 4, text: "line"), notes: ["n"],
                    hint: "h", severity: .warning), Diagnostic("plain"),
            ], waiting: waiting, state: state)
        try Files.write(bytes, to: folder.path("snapshot"))
        return try load()
    }

    private func load() throws -> Snapshot {
        try #require(Snapshot.load(folder.path("snapshot"), origin: origin))
    }

    /// Writes so that the facts change for certain, whatever the clock.
    private func change(_ path: String) throws {
        try Files.remove(folder.path(path))
        try folder.write("something of another length", to: path)
    }

    @Test func whatWasWrittenIsReadBack() throws {
        let snapshot = try take()
        #expect(snapshot.summary.profile == "draft" && snapshot.summary.commitMode == .records)
        #expect(snapshot.summary.head == String(repeating: "a", count: 40) && snapshot.summary.outputCount == 2)
        #expect(snapshot.summary.warnings.map(\.problem) == ["odd", "plain"])
        #expect(snapshot.summary.warnings[0].span?.text == "line" && snapshot.summary.warnings[0].notes == ["n"])
        #expect(snapshot.hasIntactUnits && snapshot.unitCount == 2 && snapshot.waiting == waiting)
        #expect(snapshot.unit(1) == unit("b"))
    }

    @Test func anUnchangedWorkspaceDoesNotDiffer() throws {
        #expect(try take().differences(in: workspace).isEmpty)
    }

    @Test func aChangedFileConcernsTheUnitsThatRestOnIt() throws {
        let snapshot = try take()
        try change("scenes/b/line.wav")
        #expect(snapshot.differences(in: workspace).units == [1])
        try change("scenes/shared.png")
        let differences = snapshot.differences(in: workspace)
        #expect(differences.shared == ["scenes/shared.png"])
        #expect(snapshot.units(restingOn: Set(differences.shared)) == [0, 1])
        #expect(snapshot.units(withRecordsIn: ["records"]) == [0, 1])
        #expect(snapshot.units(withRecords: ["records/b.json"]) == [1])
        #expect(!differences.affectsAll)
    }

    @Test func aMissingOutputConcernsItsUnit() throws {
        let snapshot = try take()
        try Files.remove(folder.path("out/a.mp4"))
        #expect(snapshot.differences(in: workspace).units == [0])
    }

    @Test(arguments: ["aurora.yaml", "campaigns"]) func whatEverythingRestsOnConcernsAll(path: String) throws {
        let snapshot = try take()
        try folder.write("new", to: path)
        #expect(snapshot.differences(in: workspace).affectsAll)
    }

    @Test func aNameThatComesOrGoesChangesItsFolder() throws {
        let snapshot = try take()
        try folder.write("c", to: "scenes/c.yaml")
        #expect(snapshot.differences(in: workspace).folders.map(\.path) == ["scenes"])
        let again = try take()
        try Files.remove(folder.path("records/a.json"))
        #expect(again.differences(in: workspace).folders.map(\.path) == ["records"])
    }

    @Test func aFileOfUncertainContentAlwaysDiffers() throws {
        var content = SnapshotContent()
        content.add(unit("a"))
        let bytes = content.encoded(
            origin: origin, profile: "", commitMode: .off, head: nil, warnings: [], waiting: nil,
            state: { $0.hasSuffix("line.wav") ? .unknown : state($0) })
        try Files.write(bytes, to: folder.path("snapshot"))
        #expect(try load().differences(in: workspace).units == [0])
    }

    @Test func anotherProgramsSnapshotCountsAsNone() throws {
        try take()
        #expect(Snapshot.load(folder.path("snapshot"), origin: Digest(hashing: "another")) == nil)
        #expect(Snapshot.load(folder.path("none"), origin: origin) == nil)
    }

    @Test func everyFlippedBitIsFound() throws {
        try take()
        let good = try Files.read(folder.path("snapshot"))
        var random = SeededGenerator.fresh()
        for _ in 0..<300 {
            var bad = good
            if Int.random(in: 0..<4, using: &random) == 0 {
                bad.removeLast(Int.random(in: 1...bad.count, using: &random))
            } else if let position = bad.indices.randomElement(using: &random) {
                bad[position] ^= 1 << UInt8.random(in: 0..<8, using: &random)
            }
            try Files.write(bad, to: folder.path("bad"))
            let loaded = Snapshot.load(folder.path("bad"), origin: origin)
            let isWhole = loaded?.hasIntactUnits == true && loaded?.waiting != nil
            #expect(!isWhole || bad == good, "seed \(random.seed)")
        }
    }

    @Test func anEditTakesOverWhatIsNotReplaced() throws {
        let snapshot = try take()
        try change("scenes/b/line.wav")
        try folder.write("more", to: "scenes/b/prompt.txt")
        let edit = SnapshotEdit(
            snapshot, units: [1: unit("b", more: ["scenes/b/prompt.txt"], isCommitted: false)],
            listings: ["scenes/b": try listing("scenes/b")])
        #expect(edit.paths.sorted().contains("scenes/b/prompt.txt"))
        let bytes = edit.encoded(origin: origin, head: nil, warnings: [], waiting: waiting, state: state)
        try Files.write(bytes, to: folder.path("snapshot"))
        let edited = try load()
        #expect(edited.differences(in: workspace).isEmpty)
        #expect(edited.summary.uncommittedUnits == [1] && edited.summary.outputCount == 2)
        #expect(edited.waiting == waiting)
        #expect(edited.unit(0) == unit("a") && edited.unit(1).paths.contains("scenes/b/prompt.txt"))
        try change("scenes/b/prompt.txt")
        #expect(edited.differences(in: workspace).units == [1])
        try change("scenes/shared.png")
        #expect(edited.units(restingOn: Set(edited.differences(in: workspace).shared)) == [0, 1])
    }
}
