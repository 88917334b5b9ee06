import AuroraCore
import AuroraSession

/// What `aurora explain` says to people.
struct ExplanationText {
    let style: Style

    func text(_ explanation: Explanation) -> String {
        var text = "\(style.strong(PrintableText.sanitized(explanation.action.name)))  key \(explanation.key)\n"
        if !explanation.isRecorded { text += "  no record of it yet\n" }
        let width = explanation.fields.map(\.name.count).max() ?? 0
        for field in explanation.fields {
            let padding = String(repeating: " ", count: width - field.name.count)
            text += "  \(field.name)\(padding)  \(value(field))\n"
        }
        for change in explanation.gone {
            text +=
                "  \(PrintableText.sanitized(change.name))  \(style.removed(short(change.old ?? "")))  (recorded, no longer part)\n"
        }
        text += "  left out: \(explanation.leftOut.joined(separator: ", ")) (cannot change a byte)\n"
        for input in explanation.sharedInputs {
            text +=
                "  \(style.path(PrintableText.sanitized(input.path))) is also used by \(Wording.ticked(input.scenes))\n"
        }
        if !explanation.sameKey.isEmpty {
            text += "  one run also makes \(Wording.ticked(explanation.sameKey))\n"
        }
        return text
    }

    private func value(_ field: Explanation.Field) -> String {
        let shown =
            field.path.map { "\(style.path(PrintableText.sanitized($0)))  sha256 \(field.value)" } ?? short(field.value)
        guard let change = field.change else { return shown }
        return "\(shown)  \(style.warning("changed")), recorded: \(change.old.map(short) ?? "nothing")"
    }

    /// A value on one line.
    private func short(_ value: String) -> String {
        let line = PrintableText.sanitized(value.replacing("\n", with: " "))
        return line.count > 100 ? String(line.prefix(99)) + "…" : line
    }
}
