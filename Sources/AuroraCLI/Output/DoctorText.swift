import AuroraCore
import AuroraSession

/// What `aurora doctor` says to people: a line each, and what to do below.
struct DoctorText {
    let style: Style

    func text(_ checkups: [Checkup]) -> String {
        let width = checkups.map(\.subject.count).max() ?? 0
        return checkups.map { checkup in
            let padding = String(repeating: " ", count: width - checkup.subject.count)
            let line =
                "\(mark(checkup.state))  \(checkup.subject)\(padding)  \(PrintableText.sanitized(checkup.detail))\n"
            guard let hint = checkup.hint else { return line }
            // Below the detail.
            return line + String(repeating: " ", count: width + 11) + style.hint(PrintableText.sanitized(hint)) + "\n"
        }.joined()
    }

    private func mark(_ state: Checkup.State) -> String {
        switch state {
        case .ok: style.good("ok     ")
        case .warning: style.warning("warning")
        case .problem: style.bad("problem")
        }
    }
}

extension JSONText {
    static func checkup(_ checkup: Checkup) -> String {
        line(
            "checkup",
            [
                "subject": .text(checkup.subject), "state": .text(checkup.state.rawValue),
                "detail": .text(checkup.detail), "hint": checkup.hint.map { .text($0) },
            ])
    }
}
