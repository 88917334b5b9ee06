import AuroraBuild
import AuroraCore
import AuroraSession

/// What became of an output between two sets of records, for people.
struct OutputChangeText {
    let style: Style
    /// Whether the profile is named with each output.
    let namesProfile: Bool
    /// Whether keys and results are named, by their first digits.
    let namesKeys: Bool

    /// A heading, and a line for each thing there is to say.
    func block(_ change: OutputChange) -> String {
        let heading = "\(verb(change.kind)) \(style.strong(name(change.output)))"
        return "\(heading)\n" + lines(change).map { "  \($0)\n" }.joined()
    }

    /// What one calls the output.
    func name(_ output: RecordedOutput) -> String {
        PrintableText.sanitized(namesProfile ? "\(output.profile)/\(output.name)" : output.name)
    }

    /// One word for what happened.
    func verb(_ kind: OutputChange.Kind) -> String {
        switch kind {
        case .added: style.good("new")
        case .removed: style.bad("removed")
        case .made: style.warning("changed")
        case .renamed: style.warning("renamed")
        case .rewritten: style.warning("rewritten")
        }
    }

    func lines(_ change: OutputChange) -> [String] {
        let both = (change.before, change.after)
        switch change.kind {
        case .added:
            return [facts(change.output)]
                + (namesKeys ? ["key \(change.output.record.key.digest.short), \(result(change.output))"] : [])
        case .removed: return [facts(change.output)]
        case .renamed(let name): return ["from \(PrintableText.sanitized(name)); the same result"]
        case .rewritten: return ["the same result; its record names its inputs otherwise"]
        case .made(let fields):
            guard case (.some(let before), .some(let after)) = both else { return [] }
            let reasons = fields.isEmpty ? ["made again from the same"] : fields.map { line($0, before, after) }
            return reasons + ["\(amounts(before, after)), \(after.record.cost)"]
                + (namesKeys ? [keys(before, after)] : [])
        }
    }

    /// `6.1 s, 1.2 MB, $0.42`
    private func facts(_ output: RecordedOutput) -> String {
        let length = output.durationMilliseconds.map { [Amounts.length(milliseconds: $0)] } ?? []
        return (length + [Amounts.bytes(output.record.output.bytes), "\(output.record.cost)"])
            .joined(separator: ", ")
    }

    private func result(_ output: RecordedOutput) -> String { "result \(output.result.digest.short)" }

    private func amounts(_ before: RecordedOutput, _ after: RecordedOutput) -> String {
        var parts: [String] = []
        if let old = before.durationMilliseconds, let new = after.durationMilliseconds {
            parts.append(step(Amounts.length(milliseconds: old), Amounts.length(milliseconds: new)))
        }
        parts.append(
            step(Amounts.bytes(before.record.output.bytes), Amounts.bytes(after.record.output.bytes)))
        return parts.joined(separator: ", ")
    }

    private func step(_ old: String, _ new: String) -> String { old == new ? new : "\(old) → \(new)" }

    private func keys(_ before: RecordedOutput, _ after: RecordedOutput) -> String {
        "key \(step(before.result.key.digest.short, after.result.key.digest.short)), "
            + "result \(step(before.result.digest.short, after.result.digest.short))"
    }

    private func line(_ change: FieldChange, _ before: RecordedOutput, _ after: RecordedOutput) -> String {
        let name = PrintableText.sanitized(change.name)
        let fields = FieldChangeText(style: style)
        if let input = after.record.inputs[change.name] ?? before.record.inputs[change.name] {
            let place = input.path.map { "\(style.path(PrintableText.sanitized($0))) " } ?? ""
            return "\(name): \(place)has other content"
        }
        return change.name == "prompt" || change.name == "text"
            ? "\(name): \(fields.words(from: change.old ?? "", to: change.new ?? ""))"
            : "\(name): \(fields.value(from: change.old, to: change.new))"
    }
}
