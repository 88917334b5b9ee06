import AuroraBuild
import AuroraCore
import AuroraProvenance
import AuroraSession
import Foundation

/// What `--json` prints. Each text is one object on one line; `event` says what it is. Members are only ever added.
enum JSONText {
    /// A JSON value in the making.
    indirect enum Value: Encodable {
        case text(String)
        case integer(Int64)
        case number(Double)
        case flag(Bool)
        case list([Value])
        case object([String: Value?])

        func encode(to encoder: any Encoder) throws {
            switch self {
            case .text(let text): try text.encode(to: encoder)
            case .integer(let integer): try integer.encode(to: encoder)
            case .number(let number): try number.encode(to: encoder)
            case .flag(let flag): try flag.encode(to: encoder)
            case .list(let list): try list.encode(to: encoder)
            case .object(let members): try members.compactMapValues { $0 }.encode(to: encoder)
            }
        }
    }

    static func line(_ event: String, _ members: [String: Value?]) -> String {
        object(members.merging(["event": .text(event)]) { _, new in new }) + "\n"
    }

    /// An object on one line.
    static func object(_ members: [String: Value?]) -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        guard let data = try? encoder.encode(Value.object(members)) else {
            preconditionFailure("texts and finite numbers can always be encoded")
        }
        return String(decoding: data, as: UTF8.self)
    }

    static func event(_ event: BuildEvent) -> String {
        switch event {
        case .planned(let summary):
            line(
                "planned",
                [
                    "run": count(summary.run), "mayRun": count(summary.mayRun), "restore": count(summary.restore),
                    "current": count(summary.current), "lost": count(summary.lost),
                ])
        // Over before anybody has read it: that it is done is told.
        case .restoring: ""
        case .started(let name): line("started", ["action": .text(name)])
        case .waiting(let name, let process):
            line("waiting", ["action": .text(name), "process": process.map(count)])
        case .progressed(let name, let progress):
            line(
                "progress",
                [
                    "action": .text(name), "stage": .text(progress.stage),
                    "fraction": progress.fraction.map { .number(($0 * 1000).rounded() / 1000) },
                ])
        case .finished(let name, let output, let seconds):
            line(
                "finished",
                [
                    "action": .text(name), "output": output.map { .text($0) },
                    "seconds": seconds.map { .number(($0 * 1000).rounded() / 1000) },
                    "cached": .flag(seconds == nil),
                ])
        case .unchanged(let name): line("unchanged", ["action": .text(name)])
        case .rewritten(let name): line("rewritten", ["action": .text(name)])
        case .adopted(let name, let output):
            line("adopted", ["action": .text(name), "output": output.map { .text($0) }])
        case .failed(let name, let diagnostics):
            line("failed", ["action": .text(name), "diagnostics": .list(diagnostics.map(diagnostic))])
        case .skipped(let name, let blockers):
            line(
                "skipped",
                [
                    "action": .text(name),
                    "blockedBy": blockers.isEmpty ? nil : .list(blockers.map { .text($0) }),
                ])
        case .warned(let warning): line("warning", ["diagnostic": diagnostic(warning)])
        }
    }

    static func outcome(_ outcome: BuildOutcome) -> String {
        var counts: [String: Int] = [
            "made": 0, "restored": 0, "adopted": 0, "rewritten": 0, "current": outcome.report.untouched.count,
            "failed": 0, "skipped": 0,
        ]
        for entry in outcome.report.entries {
            guard let name = name(entry) else { continue }
            counts[name, default: 0] += 1
        }
        return line(
            "done",
            counts.mapValues { count($0) }.merging(
                [
                    "interrupted": .flag(outcome.report.isInterrupted),
                    "removed": .list(outcome.removed.map { .text($0) }),
                    "commit": outcome.commit.map(commitValue),
                    "commitProblems": .list(outcome.commitProblems.map(diagnostic)),
                ]) { _, new in new })
    }

    static func commit(_ outcome: CommitOutcome) -> String { line("commit", ["commit": commitValue(outcome)]) }

    static func preview(_ preview: BuildPreview) -> String {
        // There may be tens of thousands.
        let changes = Parallel.map(preview.entries) { entry in
            line(
                "change",
                [
                    "action": .text(entry.step.action.name), "kind": .text(entry.step.action.work.kind.rawValue),
                    "key": entry.step.keyed.map { .text($0.key.description) },
                    "todo": .text(todo(entry.step.state)), "reason": reason(entry.step.state),
                    "after": after(entry.step.state),
                    "diagnostics": lost(entry.step.state),
                    "costMicroDollars": .integer(entry.cost.microDollars), "payment": payment(entry.payment),
                    "audioMilliseconds": entry.audioMilliseconds.map(count),
                    "recordedMilliseconds": entry.recordedMilliseconds.map(count),
                ])
        }
        let summary = line(
            "plan",
            [
                "run": count(preview.runs.count), "mayRun": count(preview.mayRun.count),
                "restore": count(preview.entries.count { todo($0.step.state) == "restore" }),
                "rewrite": count(preview.entries.count { todo($0.step.state) == "rewrite" }),
                "adopt": count(preview.entries.count { todo($0.step.state) == "adopt" }),
                "lost": count(preview.entries.count(where: \.step.state.isLost)),
                "current": count(preview.currentCount), "pinned": .list(preview.pinned.map { .text($0) }),
                "removed": .list(preview.removed.map { .text($0) }),
                "costMicroDollars": .integer(preview.cost.microDollars),
                "highestCostMicroDollars": .integer(preview.highestCost.microDollars),
                "reservationMicroDollars": .integer(preview.spending.reservation.microDollars),
                "unknownPrices": count(preview.spending.unknownCount),
                "approve": preview.spending.items.isEmpty ? nil : .text(preview.spending.hash),
                "seconds": preview.seconds.map { .number(($0 * 10).rounded() / 10) },
            ])
        return changes.joined() + summary
    }

    static func status(_ scenes: [SceneStatus]) -> String {
        scenes.map { scene in
            line(
                "status",
                [
                    "scene": .text(scene.scene.text), "take": count(scene.action.take),
                    "action": .text(scene.action.name), "state": .text(scene.state.rawValue),
                    "detail": scene.detail.map { .text($0) },
                    "output": .text(scene.output), "durationMilliseconds": scene.durationMilliseconds.map(count),
                ])
        }.joined()
    }

    static func explanation(_ explanation: Explanation) -> String {
        line(
            "explanation",
            [
                "action": .text(explanation.action.name), "kind": .text(explanation.action.work.kind.rawValue),
                "key": explanation.key.map { .text($0.description) },
                "after": explanation.after.isEmpty ? nil : .list(explanation.after.map { .text($0) }),
                "recorded": .flag(explanation.isRecorded), "pinned": .flag(explanation.isPinned),
                "fields": .list(
                    explanation.fields.map { field in
                        .object([
                            "name": .text(field.name), "value": .text(field.value),
                            "path": field.path.map { .text($0) }, "maker": field.maker.map { .text($0) },
                            "recorded": field.change?.old.map { .text($0) }, "changed": .flag(field.change != nil),
                        ])
                    }),
                "gone": .list(
                    explanation.gone.map { change in
                        .object(["name": .text(change.name), "recorded": change.old.map { .text($0) }])
                    }),
                "directed": explanation.direction.map { direction in
                    .list(direction.values.map { .object(["name": .text($0.name), "value": .text($0.value)]) })
                },
                "understood": explanation.direction.map { direction in
                    .list(
                        direction.wishes.map { wish in
                            .object([
                                "words": .text(wish.words), "name": .text(wish.asksFor.name),
                                "value": .text(wish.asksFor.value),
                            ])
                        })
                },
                "leftOut": .list(explanation.leftOut.map { .text($0) }),
                "sharedInputs": .list(
                    explanation.sharedInputs.map {
                        .object(["path": .text($0.path), "scenes": .list($0.scenes.map { .text($0) })])
                    }),
                "sameKey": .list(explanation.sameKey.map { .text($0) }),
            ])
    }

    static func diagnostic(_ diagnostic: Diagnostic) -> Value {
        .object([
            "severity": .text(diagnostic.severity.rawValue), "problem": .text(diagnostic.problem),
            "file": diagnostic.span.map { .text($0.file) }, "line": diagnostic.span.map { count($0.line) },
            "column": diagnostic.span.map { count($0.column) }, "hint": diagnostic.hint.map { .text($0) },
            "notes": diagnostic.notes.isEmpty ? nil : .list(diagnostic.notes.map { .text($0) }),
        ])
    }

    private static func count(_ number: Int) -> Value { .integer(Int64(number)) }

    /// What an entry is counted as; `nil` for what only other actions need and nobody touched.
    private static func name(_ entry: BuildReport.Entry) -> String? {
        switch entry.outcome {
        case .unneeded: nil
        case .current: entry.action.publication == nil ? nil : "current"
        case .restored(.file): "restored"
        case .restored(.record): "rewritten"
        case .restored(.cacheEntry): "adopted"
        case .made: "made"
        case .failed: "failed"
        case .skipped, .blocked: "skipped"
        }
    }

    private static func payment(_ standing: SpendingPlan.Standing?) -> Value? {
        switch standing {
        case nil: nil
        case .new: .text("new")
        case .paid: .text("paid")
        case .unknown: .text("unknown")
        }
    }

    private static func todo(_ state: PlanState) -> String {
        switch state {
        case .run: "run"
        case .pending, .standby: "mayRun"
        case .restore(_, .record): "rewrite"
        case .restore(_, .cacheEntry): "adopt"
        case .lost: "lost"
        case .restore(_, .file), .current, .unneeded: "restore"
        }
    }

    /// Why what an output is pinned to cannot be had.
    private static func lost(_ state: PlanState) -> Value? {
        guard case .lost(let diagnostics) = state else { return nil }
        return .list(diagnostics.map(diagnostic))
    }

    private static func reason(_ state: PlanState) -> Value? {
        let reason: RunReason
        switch state {
        case .run(let stated), .standby(let stated): reason = stated
        case .current, .restore, .pending, .unneeded, .lost: return nil
        }
        return switch reason {
        case .new: .text("new")
        case .resultMissing: .text("resultMissing")
        case .changed(let changes):
            .list(
                changes.map {
                    .object([
                        "field": .text($0.name), "old": $0.old.map { .text($0) }, "new": $0.new.map { .text($0) },
                    ])
                })
        }
    }

    private static func after(_ state: PlanState) -> Value? {
        guard case .pending(let pending) = state else { return nil }
        return .list(pending.after.map { .text($0) })
    }

    private static func commitValue(_ outcome: CommitOutcome) -> Value {
        var members: [String: Value?] = [
            "uncommitted": .list(outcome.uncommitted.map { .text($0.path) })
        ]
        switch outcome.result {
        case .committed(let commit, _, let paths):
            members["id"] = .text(commit.hexadecimal)
            members["paths"] = .list(paths.map { .text($0) })
        case .upToDate: members["id"] = nil
        case .refused(let refusal): members["refused"] = .text(refusal.diagnostic?.problem ?? "turned off")
        }
        return .object(members)
    }
}
