import AuroraCore
import AuroraFiles
import AuroraProvenance
import AuroraTesting

@testable import AuroraCLI
@testable import AuroraSession

/// A history in which everything happens that can happen to an output.
struct HistorySamples {
    let folder: TemporaryFolder
    let memory = MemoryRecordHistory()
    let history: WorkspaceHistory
    let commits: [CommitID]

    init() throws {
        folder = try TemporaryFolder()
        history = WorkspaceHistory(folder: try ContainedFolder(folder.path), history: memory)
        var files: [String: String] = [:]
        var commits: [CommitID] = []
        let author = RecordCommit.Author(name: "Grace \(Samples.hostile)", email: "grace@example.org")
        let steps: [(String, (inout [String: String]) -> Void)] = [
            (
                "Build 3 scenes (draft), $0.42",
                { files in
                    files = [
                        Self.path("baker"): Self.record("baker", "A baker speaks kindly", 0),
                        Self.path("intro"): Self.record("intro", "Say hello to everybody who is here", 420_000),
                        Self.path("old"): Self.record("old", "Old", 0),
                    ]
                }
            ),
            (
                Samples.hostile + " a subject that goes on and on, and on and on, until no terminal can hold it",
                { files in
                    files[Self.path("baker")] = Self.record("baker", "A baker speaks warmly", 1_250_000)
                    files[Self.path("old")] = nil
                    files[Self.path("opening")] = Self.record("opening", "Say hello to everybody who is here", 420_000)
                    files[Self.path("intro")] = nil
                    for cell in 1...9 {
                        files[Self.path("spring/\(cell)")] = Self.record("spring/\(cell)", "\(cell)", 7)
                    }
                }
            ),
            (
                "Move the picture",
                { files in
                    files[Self.path("baker")] = files[Self.path("baker")]?.replacing("a.png", with: "b.png")
                    files["records/pins/draft/baker.pin"] = Self.pin("A baker speaks warmly")
                    files["records/pins/final/intro.pin"] = Self.pin("something else")
                    files[Self.path("intro", "final")] = Self.record("intro", "Say hello", 0)
                }
            ),
        ]
        for (index, step) in steps.enumerated() {
            step.1(&files)
            let time = CommitTime(secondsSince1970: 1_700_000_000 + Int64(index) * 90_000, offsetMinutes: -150)
            commits.append(
                memory.commit(files, parents: commits.suffix(1), time: time, subject: step.0, author: author))
        }
        memory.move(branch: "main", to: commits[2])
        _ = try memory.tag(
            TagRequest(
                name: "spring/v1", message: "x\n", time: CommitTime(secondsSince1970: 1_700_300_000), records: []))
        self.commits = commits
        for (path, text) in files { try folder.write(text, to: path) }
        try folder.write(Self.record("late", "late", 5), to: Self.path("late"))
    }

    static func path(_ name: String, _ profile: String = "draft") -> String {
        "records/\(profile)/\(Digest(hashing: name).hexadecimal.prefix(2))/\(name).json"
    }

    /// The text of a pin to the result of a prompt.
    static func pin(_ prompt: String) -> String {
        String(decoding: PinFiles.file(Samples.result("video of \(prompt)").artifact.digest), as: UTF8.self)
    }

    /// The text of a record; equal prompts make equal results.
    static func record(_ name: String, _ prompt: String, _ microDollars: Int64) -> String {
        let record = ProvenanceRecord(
            Samples.keyed(Samples.scene(name, prompt: prompt)), Samples.result("video of \(prompt)"))
        return String(decoding: record.file, as: UTF8.self)
            .replacing("\"costMicroDollars\": 0", with: "\"costMicroDollars\": \(microDollars)")
    }

    func log(_ ids: String..., limit: Int = 20) throws -> HistoryLog {
        try history.log(nil, selection: OutputSelection(ids: ids), limit: limit)
    }

    func diff(_ range: String) throws -> RevisionDiff {
        try history.diff(try history.range(range), selection: OutputSelection())
    }

    func restoration() throws -> RestoreReport {
        let revision = try history.revision("HEAD")
        let outputs = try history.records(at: revision.commit).sorted.prefix(3)
        let outcomes: [RestoreReport.Outcome] = [.restored, .present, .lost]
        return RestoreReport(
            revision: revision, folder: "/stories/out/.at/spring/v1",
            outputs: zip(outputs, outcomes).map { ($0, $0.relativeOutput, $1) }, problems: [Samples.problem])
    }

    func release() throws -> Release {
        let tag = try history.revision("spring/v1").tag
        let output = try history.recordsOnDisk().sorted[0]
        let manifest = ReleaseManifest(
            workspace: "stories", campaign: "spring", version: "v1", profile: "draft",
            outputs: [
                output.output: ReleaseManifest.Output(
                    record: output.recordPath, key: output.result.key, artifact: output.record.output,
                    cost: output.record.cost)
            ])
        guard let tag else { preconditionFailure("the tag was made") }
        return Release(tag: tag, manifest: manifest)
    }

    /// Every event that the commands about history print. A failure shows as an object that no table tells.
    static func json() -> String {
        do {
            let samples = try HistorySamples()
            let ledger = try samples.history.ledger(nil, selection: OutputSelection())
            return try samples.log().entries.map(JSONText.logged).joined()
                + JSONText.diff(samples.diff("HEAD~2..HEAD")) + JSONText.diff(samples.diff("HEAD"))
                + JSONText.ledger(ledger, by: .campaign) + JSONText.ledger(ledger, by: nil)
                + JSONText.restore(samples.restoration()) + JSONText.release(samples.release())
                + JSONText.verification(samples.history.verify(OutputSelection()))
                + JSONText.verification(Verification(samples.history.revision("HEAD")))
        } catch { return "{\"event\": \"broken\"}\n" }
    }
}
