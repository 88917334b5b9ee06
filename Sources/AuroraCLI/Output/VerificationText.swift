import AuroraCore
import AuroraSession

/// What `aurora verify` says to people: a line for each thing that is wrong, and what was looked at.
struct VerificationText {
    let style: Style

    func text(_ verification: Verification) -> String {
        var text = ""
        var hints: [String] = []
        for finding in verification.findings {
            let path = style.path(PrintableText.sanitized(finding.path))
            text += "\(style.bad("wrong")) \(path): \(PrintableText.sanitized(finding.diagnostic.problem))\n"
            for note in finding.diagnostic.notes { text += "  \(PrintableText.sanitized(note))\n" }
            if let hint = finding.diagnostic.hint, !hints.contains(hint) { hints.append(hint) }
        }
        // A thousand files may be wrong for one reason.
        text += hints.map { "\(style.hint("hint")): \(PrintableText.sanitized($0))\n" }.joined()
        return text + summary(verification) + "\n"
    }

    private func summary(_ verification: Verification) -> String {
        let counts = verification.counts
        let outputs = verification.revision == nil ? "output" : "cached output"
        var parts = [
            Wording.count(counts.records, "record"), Wording.count(counts.keys, "key"),
            Wording.count(counts.inputs, "input"), Wording.count(counts.outputs, outputs),
        ]
        if counts.pins > 0 { parts.append(Wording.count(counts.pins, "pin")) }
        if counts.absentOutputs > 0 {
            parts.append(
                "\(counts.absentOutputs) not \(verification.revision == nil ? "built here" : "in the cache")")
        }
        let looked = parts.joined(separator: " · ")
        let wrong = verification.findings.count
        return wrong == 0 ? "\(style.good("sound")): \(looked)" : "\(style.bad("\(wrong) wrong")): \(looked)"
    }
}
