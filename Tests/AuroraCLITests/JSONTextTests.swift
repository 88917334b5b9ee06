import AuroraBuild
import AuroraCore
import AuroraFiles
import AuroraProvenance
import AuroraTesting
import Foundation
import Testing

@testable import AuroraCLI
@testable import AuroraSession

/// What `--json` prints, and that README.md tells all of it.
@Suite struct JSONTextTests {
    /// Every event with every member that it can have.
    private static let lines: [String] = {
        let events: [BuildEvent] = [
            .planned(PlanSummary(run: 2, mayRun: 1, restore: 1, current: 3)), .started(name: "a"),
            .waiting(name: "b", process: 123), .waiting(name: "c", process: nil),
            .progressed(name: "a", ActionProgress(stage: "analysing", fraction: nil)),
            .progressed(name: "a", ActionProgress(stage: "rendering", fraction: 0.123456)),
            .finished(name: "a", output: "out/draft/a.mp4", seconds: 1.23456),
            .finished(name: "b", output: "out/draft/b.mp4", seconds: nil),
            .failed(name: "c", [Samples.problem, Diagnostic("no place to point at")]),
            .skipped(name: "d", blockedBy: []),
            .skipped(name: "e", blockedBy: ["c"]), .unchanged(name: "f"), .rewritten(name: "f"),
            .adopted(name: "g", output: "out/draft/g.mp4"),
            .finished(name: "a.speech", output: nil, seconds: 0.5),
            .warned(Diagnostic(Samples.hostile, severity: .warning)),
        ]
        let outcomes = [
            Samples.outcome(
                [
                    ("a", .made(seconds: 1)), ("b", .restored(.file)), ("f", .restored(.record)),
                    ("g", .restored(.cacheEntry)), ("c", .failed([Samples.problem])), ("d", .skipped),
                    ("e", .current),
                ], commit: Samples.committed(), removed: ["gone"]),
            Samples.outcome([("a", .skipped)], isInterrupted: true),
            Samples.outcome([("a", .made(seconds: 1))], problems: [Samples.problem]),
        ]
        let commits = [
            Samples.committed(1), Samples.refused(.noIdentity), Samples.refused(.turnedOff),
            Samples.uncommitted(.ignored),
        ]
        let preview = Samples.preview(
            [
                Samples.entry(Samples.step(Samples.scene("new", prompt: "new"), .run(.new)), cost: 420_000),
                Samples.entry(Samples.step(Samples.scene("lost", prompt: "lost"), .run(.resultMissing)), audio: nil),
                Samples.entry(
                    Samples.step(Samples.scene("kept"), .restore(Samples.result("kept"), .cacheEntry)), audio: nil),
                Samples.entry(
                    Samples.step(Samples.scene("moved"), .restore(Samples.result("moved"), .record)), audio: nil),
                Samples.entry(
                    PlannedAction(
                        Samples.graph([Samples.scene("pinned")]).actions[0], nil,
                        lost: [Diagnostic("`pinned` is pinned, and nobody has it", hint: "bring it back")]), audio: nil),
                Samples.entry(Samples.step(Samples.scene("back"), .restore(Samples.result("back"))), audio: nil),
                Samples.entry(
                    Samples.changed("word", ("prompt", "old", "new"), ("fps", nil, "25"), ("ttl", "9", nil)),
                    recorded: 5000),
                Samples.entry(Samples.pending("later", after: "later.speech", isNew: false), audio: nil),
            ], current: 3, removed: ["gone"])
        let timed = Samples.preview([Samples.entry(Samples.step(Samples.scene("a"), .run(.new)))], pace: 400)
        let status = JSONText.status([
            Samples.status("a", .current, milliseconds: 6050), Samples.status("b", .failed, "it is \"broken\""),
        ])
        let trust =
            JSONText.trust(Samples.trust(.changed(["`tool.sh` has other bytes"])), isTrusted: false)
            + JSONText.allowance(
                Allowance(workspace: "/home/a", declaration: Samples.trust(.trusted).declaration))
            + JSONText.revoked("mine", had: true)
        let text =
            events.map(JSONText.event).joined() + outcomes.map(JSONText.outcome).joined()
            + commits.map(JSONText.commit).joined() + JSONText.preview(preview) + JSONText.preview(timed) + status
            + trust
            + JSONText.explanation(Samples.explanation) + JSONText.explanation(Samples.pendingExplanation)
            + JSONText.check(Samples.check(objects: 12, bytes: 4200, damaged: Samples.damaged, results: 1))
            + JSONText.preview(Samples.still) + JSONText.preview(Samples.clip)
            + JSONText.statistics(Samples.statistics(quarantined: 3))
            + JSONText.harvest(Samples.harvest, isTrial: true)
            + HistorySamples.json() + JSONText.graph(Samples.plan)
            + JSONText.pins([PinChange(name: "a", path: "records/pins/draft/a.pin", isPinned: true, wasSo: false)])
            + JSONText.checkup(Checkup("disk", .warning, "1.5 GB free", hint: "make room"))
        return text.split(separator: "\n").map(String.init)
    }()

    @Test func everyLineIsAnObjectThatSaysWhatItIs() throws {
        #expect(try Golden.difference(Self.lines.map { $0 + "\n" }.joined(), from: "json.txt") == nil)
        for line in Self.lines {
            guard case .object(let members) = try Parsed(line), case .text? = members["event"] else {
                Issue.record("\(line)")
                continue
            }
        }
    }

    @Test func progressIsPrintedAsItComes() {
        let recording = RecordingTerminal()
        let progress = JSONProgress(output: recording.terminal)
        progress.observe(.started(name: "a"))
        progress.end()
        #expect(recording.text == "{\"action\":\"a\",\"event\":\"started\"}\n")
    }

    @Test func theReadmeTellsEveryMember() throws {
        let table = try DocumentedMembers(readme: Self.readme)
        for line in Self.lines {
            let parsed = try Parsed(line)
            guard case .object(let members) = parsed, case .text(let event)? = members["event"] else { continue }
            #expect(table.complaints(about: parsed, of: event) == [], "\(line)")
        }
    }

    @Test func aMemberThatIsNotToldIsNoticed() throws {
        let table = try DocumentedMembers(readme: Self.readme)
        #expect(table.complaints(about: try Parsed(#"{"action": 1, "more": true}"#), of: "started").count == 2)
        #expect(table.complaints(about: try Parsed(#"{"diagnostics": [{"colour": "red"}]}"#), of: "failed").count == 1)
        #expect(table.complaints(about: try Parsed("{}"), of: "ended").count == 1)
    }

    private static var readme: String {
        get throws {
            let root = (0..<3).reduce(#filePath) { path, _ in Paths.parent(path) ?? "/" }
            return String(decoding: try Files.read(Paths.join(root, "README.md")), as: UTF8.self)
        }
    }
}

/// A JSON value that was read.
private enum Parsed: Decodable {
    case flag(Bool)
    case number(Double)
    case text(String)
    case list([Parsed])
    case object([String: Parsed])

    init(_ line: String) throws { self = try JSONDecoder().decode(Parsed.self, from: Data(line.utf8)) }

    init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        if let flag = try? container.decode(Bool.self) {
            self = .flag(flag)
        } else if let number = try? container.decode(Double.self) {
            self = .number(number)
        } else if let text = try? container.decode(String.self) {
            self = .text(text)
        } else if let list = try? container.decode([Parsed].self) {
            self = .list(list)
        } else {
            self = .object(try container.decode([String: Parsed].self))
        }
    }

    var types: Set<String> {
        switch self {
        case .flag: ["flag"]
        case .number(let number): number == number.rounded() ? ["number", "integer"] : ["number"]
        case .text: ["text"]
        case .list: ["list"]
        case .object: ["object"]
        }
    }
}

/// The tables below "JSON output" in README.md: the types of each member, by the name of an event or object.
private struct DocumentedMembers {
    private var rows: [String: [String: Set<String>]] = [:]

    /// What the objects inside events are called there, by the member that holds them.
    private static let objects = [
        "diagnostic": "Diagnostic", "diagnostics": "Diagnostic", "commitProblems": "Diagnostic", "commit": "Commit",
        "reason": "Change", "fields": "Field", "gone": "Field", "sharedInputs": "SharedInput",
        "directed": "Directed", "understood": "Understood",
        "changes": "OutputChange", "before": "RecordedResult", "after": "RecordedResult",
        "result": "RecordedResult", "problems": "Diagnostic",
        "files": "TrustedFile", "inputs": "GraphInput", "pins": "PinEvent",
    ]

    init(readme: String) throws {
        let start = try #require(readme.range(of: "## JSON output\n")).upperBound
        let end = readme.range(of: "\n## ", range: start..<readme.endIndex)?.lowerBound ?? readme.endIndex
        for line in readme[start..<end].split(separator: "\n") where line.hasPrefix("| `") {
            let cells = line.split(separator: "|")
            let members = cells.dropFirst().joined().matches(of: /`(\w+)` (\w+)(?: or (\w+))?/)
            for name in cells[0].matches(of: /`(\w+)`/) {
                for member in members {
                    let types = [member.output.2] + [member.output.3].compactMap { $0 }
                    rows[String(name.output.1), default: [:]][String(member.output.1)] = Set(types.map(String.init))
                }
            }
        }
    }

    func complaints(about value: Parsed, of name: String) -> [String] {
        guard case .object(let members) = value else { return [] }
        guard let row = rows[name] else { return ["there is no row for `\(name)`"] }
        return members.filter { $0.key != "event" }.flatMap { member, value -> [String] in
            guard let types = row[member] else { return ["`\(member)` of `\(name)` is not told"] }
            let inner: [Parsed] = if case .list(let list) = value { list } else { [value] }
            let fits = !types.isDisjoint(with: value.types)
            return (fits ? [] : ["`\(member)` of `\(name)` has another type"])
                + inner.flatMap { complaints(about: $0, of: Self.objects[member] ?? member) }
        }
    }
}
