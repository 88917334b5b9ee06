import AuroraBuild
import AuroraCore
import Synchronization

/// Lines that redraw themselves at the foot of a terminal: one bar for each running action, one for the whole.
final class LiveProgress: BuildProgress {
    private struct Running {
        let name: String
        let start: ContinuousClock.Instant
        var progress: ActionProgress?
    }

    private struct State {
        var running: [Running] = []
        var done = 0
        var total = 0
        var lastDrawn: ContinuousClock.Instant?
        var drawnLines = 0
    }

    /// More lines than a terminal has could not be erased.
    private static let mostLines = 12

    private let terminal: Terminal
    private let now: @Sendable () -> ContinuousClock.Instant
    private let state = Mutex(State())

    init(terminal: Terminal, now: @escaping @Sendable () -> ContinuousClock.Instant = { .now }) {
        self.terminal = terminal
        self.now = now
    }

    func observe(_ event: BuildEvent) {
        state.withLock { state in
            switch event {
            case .planned(let summary): state.total = summary.total
            case .started(let name):
                state.running.append(Running(name: name, start: now()))
                draw(&state, above: "")
            case .waiting(let name, let process):
                draw(&state, above: terminal.style.faint(ProgressText.waiting(name, process)))
            case .restoring: return
            case .progressed(let name, let progress):
                guard let index = state.running.firstIndex(where: { $0.name == name }) else { return }
                state.running[index].progress = progress
                // Ten times a second is as smooth as anybody sees.
                if let last = state.lastDrawn, now() - last < .milliseconds(100) { return }
                draw(&state, above: "")
            case .finished(let name, let output, let seconds):
                let how = seconds.map { Amounts.seconds($0) } ?? "from the cache"
                let style = terminal.style
                end(name, &state)
                draw(
                    &state,
                    above: "\(style.good("✓")) \(PrintableText.sanitized(name))  "
                        + (output.map { "\(style.path(PrintableText.sanitized($0)))  " } ?? "")
                        + "\(style.faint(how))\n")
            case .unchanged(let name): settle(name, "unchanged", &state)
            case .rewritten(let name): settle(name, ProgressText.rewritten, &state)
            case .adopted(let name, let output): settle(name, ProgressText.adopted(from: output), &state)
            case .failed(let name, _):
                end(name, &state)
                draw(&state, above: "\(terminal.style.bad("✗")) \(PrintableText.sanitized(name))  failed\n")
            case .skipped(let name, let blockers):
                end(name, &state)
                let why = blockers.isEmpty ? "" : ", blocked by \(blockers.joined(separator: ", "))"
                let line = "– \(PrintableText.sanitized(name))  skipped\(PrintableText.sanitized(why))"
                draw(&state, above: "\(terminal.style.faint(line))\n")
            case .warned(let diagnostic):
                terminal.write(erasing(&state))
                terminal.write(terminal.style.diagnostics.render(diagnostic))
                draw(&state, above: "")
            }
        }
    }

    func end() {
        state.withLock { state in
            state.running = []
            terminal.write(erasing(&state))
        }
    }

    /// Ends what nothing had to be made for.
    private func settle(_ name: String, _ how: String, _ state: inout State) {
        end(name, &state)
        let (mark, shown) = (terminal.style.good("✓"), PrintableText.sanitized(name))
        draw(&state, above: "\(mark) \(shown)  \(terminal.style.faint(how))\n")
    }

    private func end(_ name: String, _ state: inout State) {
        state.running.removeAll { $0.name == name }
        state.done += 1
    }

    /// Redraws the lines at the foot, with `above` left standing over them.
    private func draw(_ state: inout State, above: String) {
        let columns = terminal.columns
        var text = erasing(&state) + above
        let shown = state.running.prefix(Self.mostLines)
        for action in shown { text += line(action, columns) + "\n" }
        if shown.count < state.running.count {
            text += terminal.style.faint("  and \(state.running.count - shown.count) more") + "\n"
            state.drawnLines += 1
        }
        if state.total > 1, !state.running.isEmpty {
            text += terminal.style.faint("\(state.done) of \(state.total) done") + "\n"
            state.drawnLines += 1
        }
        state.drawnLines += shown.count
        state.lastDrawn = now()
        terminal.write(text)
    }

    private func erasing(_ state: inout State) -> String {
        defer { state.drawnLines = 0 }
        // Up so many lines, then clear to the end of the screen.
        return state.drawnLines > 0 ? "\u{1B}[\(state.drawnLines)A\u{1B}[0J" : ""
    }

    private func line(_ action: Running, _ columns: Int) -> String {
        let name = PrintableText.sanitized(action.name)
        let elapsed = (now() - action.start) / .seconds(1)
        guard let fraction = action.progress?.fraction.map({ min($0, 1) }), fraction > 0 else {
            return clip("  \(name)  \(action.progress?.stage ?? "starting")  \(Amounts.seconds(elapsed))", columns)
        }
        let left = elapsed / fraction - elapsed
        let width = max(10, min(30, columns - DisplayWidth.of(name) - 34))
        let filled = Int(fraction * Double(width))
        let bar = String(repeating: "█", count: filled) + String(repeating: "░", count: width - filled)
        let tail = "\(Int(fraction * 100)) %  \(Amounts.seconds(left)) left"
        return clip("  \(name)  \(bar)  \(tail)", columns)
    }

    /// A line that wrapped could not be erased: it is cut.
    private func clip(_ line: String, _ columns: Int) -> String {
        guard DisplayWidth.of(line) >= columns else { return line }
        var width = 0
        return String(
            line.prefix { character in
                width += DisplayWidth.of(character)
                return width < columns
            })
    }
}
