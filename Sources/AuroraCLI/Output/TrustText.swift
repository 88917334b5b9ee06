import AuroraCore
import AuroraSession
import AuroraWorkspace

/// What `aurora trust` says to people.
struct TrustText {
    let style: Style

    /// All that somebody has to know before saying yes, word by word.
    func text(_ report: TrustReport) -> String {
        let program = report.program
        var text =
            "\(style.strong(shown(program.name)))  \(style.path(program.span.location))  \(state(report.state))\n"
        if case .changed(let changes) = report.state { text += changes.map { "  since then: \($0)\n" }.joined() }
        text += "  runs     \(words(program.run))\n"
        if program.ownProgram == nil {
            text +=
                "           \(report.location.map { "\(shown(program.run[0])) is \(shown($0))" } ?? "not found in PATH")\n"
        }
        text += "  for      every scene of the provider, each at most \(Wording.count(program.seconds, "second"))\n"
        text += "  version  \(shown(program.version))\n"
        for (path, digest) in report.declaration.files.sorted(by: { $0.key < $1.key }) {
            text += "  file     \(style.path(shown(path)))  sha256 \(digest.hexadecimal)\n"
        }
        return text
    }

    func text(_ allowances: [Allowance]) -> String {
        if allowances.isEmpty { return "nothing is trusted\n" }
        return allowances.map { allowance in
            "\(style.strong(shown(allowance.declaration.name)))  \(style.path(shown(allowance.workspace)))\n"
                + "  runs     \(words(allowance.declaration.run))\n"
        }.joined()
    }

    private func state(_ state: TrustState) -> String {
        switch state {
        case .trusted: style.good("trusted")
        case .untrusted: style.warning("not trusted")
        case .changed: style.warning("changed since it was trusted")
        }
    }

    /// Each word as it is: none can pass for two, none can hide at the end of a line.
    private func words(_ run: [String]) -> String { shown(CommandProgram.quoted(run)) }

    private func shown(_ text: String) -> String { PrintableText.sanitized(text) }
}
