import AuroraBuild

/// When what happened in a build, in the format that Perfetto and chrome://tracing open: an array of complete events,
/// times in microseconds since the command began. Planning and committing have lane 0; of the others, each shows what
/// one job did, one action after another.
struct BuildTrace {
    private enum Category: String { case plan, run, restore, commit }

    /// Something that took time.
    private struct Span {
        let name: String
        let category: Category
        let lane: Int
        let start: Int64
        var end: Int64
        var outcome: String
    }

    private var spans: [Span] = []
    /// What is under way, by the action's name.
    private var open: [String: Span] = [:]
    /// When the plan was made, and then when the last action ended; `nil` before.
    private var lastEnd: Int64?
    private var laneCount = 1

    /// Notes an event. Times never go back.
    mutating func observe(_ event: BuildEvent, at time: Int64) {
        switch event {
        case .planned:
            spans.append(Span(name: "plan", category: .plan, lane: 0, start: 0, end: time, outcome: "planned"))
            lastEnd = time
        case .restoring(let name): begin(name, .restore, time)
        case .started(let name): begin(name, .run, time)
        case .finished(let name, _, let seconds): end(name, seconds == nil ? "restored" : "made", time)
        case .unchanged(let name), .rewritten(let name): end(name, "unchanged", time)
        case .adopted(let name, _): end(name, "adopted", time)
        case .failed(let name, _): end(name, "failed", time)
        case .skipped(let name, _): end(name, "interrupted", time)
        // Nothing is done for it here meanwhile.
        case .waiting, .progressed, .warned: break
        }
    }

    /// Notes the end of the build, however it came.
    mutating func finish(at time: Int64) {
        for name in open.keys.sorted() { end(name, "interrupted", time) }
        guard let lastEnd else {
            return spans.append(Span(name: "plan", category: .plan, lane: 0, start: 0, end: time, outcome: "stopped"))
        }
        spans.append(Span(name: "commit", category: .commit, lane: 0, start: lastEnd, end: time, outcome: "done"))
    }

    private mutating func begin(_ name: String, _ category: Category, _ time: Int64) {
        // What was stored could not be used: it goes on as a run, in the same lane.
        let earlier = open[name]
        if earlier?.category == .restore && category == .run { end(name, "unusable", time) }
        let taken = Set(open.values.map(\.lane))
        let lane = earlier?.lane ?? (1...).first { !taken.contains($0) } ?? 1
        laneCount = max(laneCount, lane + 1)
        open[name] = Span(name: name, category: category, lane: lane, start: time, end: time, outcome: "")
    }

    /// An action that never began, such as one that shares the run of another, shows nothing.
    private mutating func end(_ name: String, _ outcome: String, _ time: Int64) {
        guard var span = open.removeValue(forKey: name) else { return }
        span.end = time
        span.outcome = outcome
        spans.append(span)
        lastEnd = time
    }

    /// The file: one event a line.
    var file: String {
        let names = (0..<laneCount).map { lane in
            JSONText.object([
                "name": .text("thread_name"), "ph": .text("M"), "pid": .integer(1), "tid": .integer(Int64(lane)),
                "args": .object(["name": .text(lane == 0 ? "aurora" : "job \(lane)")]),
            ])
        }
        let events = spans.map { span in
            JSONText.object([
                "name": .text(span.name), "cat": .text(span.category.rawValue), "ph": .text("X"),
                "ts": .integer(span.start), "dur": .integer(span.end - span.start), "pid": .integer(1),
                "tid": .integer(Int64(span.lane)), "args": .object(["outcome": .text(span.outcome)]),
            ])
        }
        return "[\n" + (names + events).joined(separator: ",\n") + "\n]\n"
    }
}
