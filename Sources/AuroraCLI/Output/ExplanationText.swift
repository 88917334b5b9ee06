import AuroraCore
import AuroraSession

/// What `aurora explain` says to people.
struct ExplanationText {
    let style: Style

    func text(_ explanation: Explanation) -> String {
        let name = style.strong(PrintableText.sanitized(explanation.action.name))
        var text = "\(name)  "
        if let key = explanation.key {
            text += "key \(key)\n"
        } else {
            text += "no key before \(Wording.ticked(explanation.after.map { PrintableText.sanitized($0) })) is made\n"
        }
        if explanation.isPinned { text += "  pinned: stays as it is recorded, whatever changes\n" }
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
        if let direction = explanation.direction { text += understood(direction) }
        if explanation.key != nil { text += leftOut(explanation) }
        for input in explanation.sharedInputs {
            text +=
                "  \(style.path(PrintableText.sanitized(input.path))) is also used by \(names(input.scenes))\n"
        }
        if !explanation.sameKey.isEmpty {
            text += "  one run also makes \(names(explanation.sameKey))\n"
        }
        return text
    }

    /// The first few: a picture may be shared by all cells of a campaign.
    private func names(_ names: [String]) -> String {
        Wording.first(5, of: names) { "`\(PrintableText.sanitized($0))`" }
    }

    /// What is made of the prompt: the outcome first, then what led to it.
    private func understood(_ direction: DirectionReport) -> String {
        func told(_ value: DirectionReport.Value) -> String { "\(value.name) \(value.value)" }
        let values = direction.values.map(told).joined(separator: ", ")
        var text = "  directed: \(values.isEmpty ? "nothing, all as usual" : values)\n"
        for wish in direction.wishes {
            text += "    `\(PrintableText.sanitized(wish.words))` asks for \(told(wish.asksFor))\n"
        }
        return text
    }

    private func leftOut(_ explanation: Explanation) -> String {
        "  left out: \(explanation.leftOut.joined(separator: ", ")) (cannot change a byte)\n"
    }

    private func value(_ field: Explanation.Field) -> String {
        let place = field.path ?? field.maker.map { "made by \($0)" }
        let shown =
            place.map { "\(style.path(PrintableText.sanitized($0)))  sha256 \(field.value)" } ?? short(field.value)
        guard let change = field.change else { return shown }
        return "\(shown)  \(style.warning("changed")), recorded: \(change.old.map(short) ?? "nothing")"
    }

    /// A value on one line.
    private func short(_ value: String) -> String {
        let line = PrintableText.sanitized(value.replacing("\n", with: " "))
        return line.count > 100 ? String(line.prefix(99)) + "…" : line
    }
}
