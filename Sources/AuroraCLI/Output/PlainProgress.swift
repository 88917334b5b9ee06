import AuroraBuild
import AuroraCore
import Synchronization

/// A line for everything that is done: for pipes and logs.
final class PlainProgress: BuildProgress {
    private let terminal: Terminal
    private let counter = Mutex((done: 0, total: 0))

    init(terminal: Terminal) { self.terminal = terminal }

    func observe(_ event: BuildEvent) {
        switch event {
        case .planned(let summary): counter.withLock { $0.total = summary.total }
        case .started, .restoring, .progressed: break
        case .waiting(let name, let process): terminal.write(ProgressText.waiting(name, process))
        case .finished(let name, let output, let seconds):
            let how = seconds.map { "made in \(Amounts.seconds($0))" } ?? "restored from the cache"
            let place = output.map { ": \(PrintableText.sanitized($0))" } ?? ""
            terminal.write("\(step()) \(PrintableText.sanitized(name)): \(how)\(place)\n")
        case .unchanged(let name): terminal.write("\(step()) \(PrintableText.sanitized(name)): unchanged\n")
        case .rewritten(let name):
            terminal.write("\(step()) \(PrintableText.sanitized(name)): \(ProgressText.rewritten)\n")
        case .adopted(let name, let output):
            terminal.write("\(step()) \(PrintableText.sanitized(name)): \(ProgressText.adopted(from: output))\n")
        case .failed(let name, let diagnostics):
            let problem = diagnostics.first.map { ": \(PrintableText.sanitized($0.problem))" } ?? ""
            terminal.write("\(step()) \(PrintableText.sanitized(name)): failed\(problem)\n")
        case .skipped(let name, let blockers):
            let why =
                blockers.isEmpty ? "" : ", blocked by \(PrintableText.sanitized(blockers.joined(separator: ", ")))"
            terminal.write("\(step()) \(PrintableText.sanitized(name)): skipped\(why)\n")
        case .warned(let diagnostic): terminal.write(terminal.style.diagnostics.render(diagnostic))
        }
    }

    func end() {}

    private func step() -> String {
        counter.withLock { counter in
            counter.done += 1
            return "[\(counter.done)/\(max(counter.total, counter.done))]"
        }
    }
}
