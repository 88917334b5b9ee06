import AuroraBuild
import AuroraCore
import AuroraProvenance
import AuroraSession

extension JSONText {
    static func logged(_ entry: HistoryLog.Entry) -> String {
        line(
            "logged",
            [
                "commit": .text(entry.commit.hexadecimal), "author": .text(entry.author.name),
                "email": .text(entry.author.email), "time": .text(entry.time.text), "subject": .text(entry.subject),
                "tags": .list(entry.tags.map { .text($0) }), "costMicroDollars": .integer(entry.cost.microDollars),
                "changes": .list(entry.changes.map { .object(members(of: $0)) }),
                "pins": entry.pins.isEmpty ? nil : .list(entry.pins.map(pinEvent)),
            ])
    }

    static func diff(_ diff: RevisionDiff) -> String {
        diff.changes.map { line("outputChange", members(of: $0)) }.joined()
            + line(
                "revisionDiff",
                [
                    "older": .text(diff.older.commit.hexadecimal),
                    "newer": diff.newer.map { .text($0.commit.hexadecimal) },
                    "changes": .integer(Int64(diff.changes.count)), "unchanged": .integer(Int64(diff.unchangedCount)),
                    "unreadable": .list(diff.unreadable.map { .text($0) }),
                    "costMicroDollars": .integer(diff.cost.microDollars),
                ])
    }

    static func ledger(_ ledger: Ledger, by grouping: Ledger.Grouping?) -> String {
        let groups = grouping.map { grouping in
            ledger.groups(by: grouping).map { group in
                line(
                    "cost",
                    [
                        "by": .text(grouping.rawValue), "group": group.name.map { .text($0) },
                        "results": .integer(Int64(group.resultCount)),
                        "costMicroDollars": .integer(group.cost.microDollars),
                    ])
            }.joined()
        }
        return (groups ?? "")
            + line(
                "totalCost",
                [
                    "results": .integer(Int64(ledger.resultCount)),
                    "costMicroDollars": .integer(ledger.total.microDollars),
                    "uncommittedMicroDollars": .integer(ledger.uncommitted.microDollars),
                    "unrecordedMicroDollars": .integer(ledger.unrecordedCost.microDollars),
                    "shallow": .flag(ledger.end.isShallow),
                ])
    }

    static func restore(_ report: RestoreReport) -> String {
        report.outputs.map { entry in
            let outcome =
                switch entry.outcome {
                case .restored: "restored"
                case .present: "present"
                case .lost: "lost"
                }
            return line(
                "restored",
                [
                    "outcome": .text(outcome), "path": .text("\(report.folder)/\(entry.path)"),
                    "profile": .text(entry.output.profile), "name": .text(entry.output.name),
                    "result": result(entry.output),
                ])
        }.joined()
            + line(
                "restoration",
                [
                    "commit": .text(report.revision.commit.hexadecimal), "folder": .text(report.folder),
                    "restored": .integer(Int64(report.count(.restored))),
                    "present": .integer(Int64(report.count(.present))), "lost": .integer(Int64(report.count(.lost))),
                    "problems": .list(report.problems.map(diagnostic)),
                ])
    }

    static func verification(_ verification: Verification) -> String {
        verification.findings.map { finding in
            line("wrong", ["path": .text(finding.path), "diagnostic": diagnostic(finding.diagnostic)])
        }.joined()
            + line(
                "verification",
                [
                    "commit": verification.revision.map { .text($0.commit.hexadecimal) },
                    "wrong": .integer(Int64(verification.findings.count)),
                    "records": .integer(Int64(verification.counts.records)),
                    "keys": .integer(Int64(verification.counts.keys)),
                    "inputs": .integer(Int64(verification.counts.inputs)),
                    "pins": .integer(Int64(verification.counts.pins)),
                    "outputs": .integer(Int64(verification.counts.outputs)),
                    "absent": .integer(Int64(verification.counts.absentOutputs)),
                ])
    }

    static func release(_ release: Release) -> String {
        line(
            "release",
            [
                "tag": .text(release.tag.name), "commit": .text(release.tag.commit.hexadecimal),
                "profile": .text(release.manifest.profile),
                "outputs": .list(release.manifest.outputs.keys.sorted().map { .text($0) }),
                "costMicroDollars": .integer(release.manifest.cost.microDollars),
            ])
    }

    private static func pinEvent(_ event: PinEvent) -> Value {
        .object([
            "change": .text(event.kind.rawValue), "profile": .text(event.pin.profile), "name": .text(event.pin.name),
            "sha256": event.pin.digest.map { .text($0.hexadecimal) },
        ])
    }

    private static func members(of change: OutputChange) -> [String: Value?] {
        var members: [String: Value?] = [
            "output": .text(change.output.output), "profile": .text(change.output.profile),
            "name": .text(change.output.name), "scene": .text(change.output.record.scene),
            "before": change.before.map(result), "after": change.after.map(result),
        ]
        switch change.kind {
        case .added: members["change"] = .text("new")
        case .removed: members["change"] = .text("removed")
        case .rewritten: members["change"] = .text("rewritten")
        case .renamed(let name):
            members["change"] = .text("renamed")
            members["from"] = .text(name)
        case .made(let fields):
            members["change"] = .text("changed")
            members["reason"] = .list(
                fields.map { field in
                    .object([
                        "field": .text(field.name), "old": field.old.map { .text($0) },
                        "new": field.new.map { .text($0) },
                    ])
                })
        }
        return members
    }

    /// One side of a change.
    private static func result(_ output: RecordedOutput) -> Value {
        .object([
            "record": .text(output.recordPath), "key": .text(output.result.key.description),
            "sha256": .text(output.result.digest.hexadecimal), "bytes": .integer(output.record.output.bytes),
            "durationMilliseconds": output.durationMilliseconds.map { .integer(Int64($0)) },
            "costMicroDollars": .integer(output.record.cost.microDollars),
        ])
    }
}
