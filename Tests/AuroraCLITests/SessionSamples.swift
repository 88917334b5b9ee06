import AuroraBuild
import AuroraCore
import AuroraProvenance
import AuroraTesting
import AuroraWorkspace

@testable import AuroraSession

/// Plausible values of what a session tells.
extension Samples {
    /// A text that would move the cursor, ring the bell and turn the line around.
    static let hostile = "a\u{1B}[2J\u{7}\u{202E}b"

    static let problem = Diagnostic(
        "`a.png` has no face", at: span(), notes: ["it is 3 pixels wide"], hint: "take another picture")

    static func entry(_ step: PlannedAction, audio: Int? = 6100, recorded: Int? = nil, cost: Int64 = 0)
        -> BuildPreview.Entry
    {
        let payment = SpendingPlan.Standing.new(
            estimate: Cost(microDollars: cost), reservation: Cost(microDollars: cost + 70_000))
        return BuildPreview.Entry(
            step: step, payment: cost > 0 ? payment : nil, audioMilliseconds: audio, recordedMilliseconds: recorded)
    }

    /// A scene that differs from what is recorded in these fields.
    static func changed(_ id: String, _ changes: (String, String?, String?)...) -> PlannedAction {
        step(scene(id, prompt: id), .run(.changed(changes.map { FieldChange(name: $0.0, old: $0.1, new: $0.2) })))
    }

    static func preview(_ entries: [BuildPreview.Entry], current: Int = 0, removed: [String] = [], pace: Int? = nil)
        -> BuildPreview
    {
        BuildPreview(entries: entries, currentCount: current, removed: removed, paceMilliseconds: pace, jobs: 1)
    }

    static func status(_ id: String, _ state: SceneStatus.State, _ detail: String? = nil, milliseconds: Int? = nil)
        -> SceneStatus
    {
        SceneStatus(
            scene: SceneID(id), action: graph([scene(id)]).actions[0], state: state, detail: detail,
            output: "out/draft/\(id).mp4", durationMilliseconds: milliseconds)
    }

    static func report(_ outcomes: [(String, BuildReport.Outcome)], isInterrupted: Bool = false) -> BuildReport {
        BuildReport(
            entries: outcomes.map { id, outcome in
                let hasResult =
                    switch outcome {
                    case .made, .restored, .current: true
                    case .failed, .blocked, .skipped, .unneeded: false
                    }
                let step = step(scene(id), .run(.new))
                return BuildReport.Entry(
                    step: step, keyed: step.keyed, outcome: outcome, result: hasResult ? result(id) : nil)
            }, isInterrupted: isInterrupted)
    }

    static func outcome(
        _ outcomes: [(String, BuildReport.Outcome)], isInterrupted: Bool = false, commit: CommitOutcome? = nil,
        problems: [Diagnostic] = [], removed: [String] = []
    ) -> BuildOutcome {
        BuildOutcome(
            report: report(outcomes, isInterrupted: isInterrupted), commit: commit, commitProblems: problems,
            removed: removed)
    }

    static let commit = CommitID(hexadecimal: String(Digest(hashing: "commit").hexadecimal.prefix(40)))

    static func committed(_ paths: Int = 2, on head: RepositoryHead = .branch("main", commit)) -> CommitOutcome {
        CommitOutcome(
            result: .committed(commit, on: head, paths: (0..<paths).map { "records/draft/0\($0)/a.json" }))
    }

    static func refused(_ refusal: CommitRefusal) -> CommitOutcome {
        CommitOutcome(
            result: .refused(refusal),
            uncommitted: [UncommittedRecord(path: "records/draft/00/a.json", reason: .refused(refusal))])
    }

    static func uncommitted(_ reasons: UncommittedRecord.Reason...) -> CommitOutcome {
        CommitOutcome(
            result: .upToDate,
            uncommitted: reasons.enumerated().map { index, reason in
                UncommittedRecord(path: "records/draft/0\(index)/a.json", reason: reason)
            })
    }

    /// A video that waits for something that has to be made first.
    static func pending(_ id: String, after: String, isNew: Bool) -> PlannedAction {
        PlannedAction(
            graph([scene(id, speech: "Good morning")]).actions[1], pending: .init(after: [after], isNew: isNew))
    }

    static let pendingExplanation: Explanation = {
        let step = pending("intro", after: "intro.speech", isNew: false)
        return Explanation(
            action: step.action, key: nil, isRecorded: true, fields: [], gone: [], leftOut: ["takes"], sharedInputs: [],
            sameKey: [], after: ["intro.speech"])
    }()

    static let explanation: Explanation = {
        let planned = keyed(
            scene("intro", prompt: "Speak\nkindly " + String(repeating: "and slowly ", count: 12)))
        let changes = [
            "audio": FieldChange(name: "audio", old: digest("old.wav").hexadecimal, new: digest("a.wav").hexadecimal),
            "quality": FieldChange(name: "quality", old: "80", new: "95"),
            "size": FieldChange(name: "size", old: nil, new: "720p"),
        ]
        var explanation = Explanation(
            action: planned.action, key: planned.key, isRecorded: true,
            fields: planned.fields.map { field in
                Explanation.Field(
                    name: field.name, value: field.value.description,
                    path: ["image": "a.png"][field.name],
                    maker: ["audio": "intro.speech"][field.name], change: changes[field.name])
            },
            gone: [FieldChange(name: hostile, old: hostile, new: nil)], leftOut: ["transcript", "takes"],
            sharedInputs: [("a.png", ["outro", "title"])], sameKey: ["again", "again.t2"], after: [])
        let slow = DirectionReport.Value(name: "motion", value: "60")
        explanation.direction = DirectionReport(
            values: [slow, DirectionReport.Value(name: "camera", value: "drift")],
            wishes: [DirectionReport.Wish(words: "subtle head movement", asksFor: slow)])
        return explanation
    }()
}

extension Samples {
    /// A program with one file of its own and one that is looked up.
    static func trust(_ state: TrustState) -> TrustReport {
        let span = SourceSpan(file: "aurora.yaml", line: 5, column: 3, text: "  mine:")
        let program = CommandProgram(
            name: "mine", span: span, version: "3", run: ["sh", "tool.sh", "\(hostile) \"", "--out={output}"],
            runSpan: span,
            inputs: [InputFile(path: "tool.sh", span: span)], seconds: 60)
        return TrustReport(
            program: program, declaration: TrustedDeclaration(program) { digest($0.path) }, state: state,
            location: "/bin/sh")
    }
}
