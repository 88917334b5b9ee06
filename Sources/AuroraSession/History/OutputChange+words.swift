import AuroraBuild
package import AuroraCore

extension OutputChange {
    /// One word for what happened.
    package var verb: String {
        switch kind {
        case .added: "new"
        case .removed: "removed"
        case .made: "changed"
        case .renamed: "renamed"
        case .rewritten: "rewritten"
        }
    }

    /// What there is to say of it, a line each.
    package var lines: [MarkedText] {
        switch kind {
        case .added, .removed: return [MarkedText(facts(output))]
        case .renamed(let name): return [MarkedText("from \(name); the same result")]
        case .rewritten: return [MarkedText("the same result; its record names its inputs otherwise")]
        case .made(let fields):
            guard let before, let after else { return [] }
            let reasons =
                fields.isEmpty ? [MarkedText("made again from the same")] : fields.map { line($0, before, after) }
            return reasons + [MarkedText("\(amounts(before, after)), \(after.record.cost)")]
        }
    }

    /// `6.1 s, 1.2 MB, $0.42`
    private func facts(_ output: RecordedOutput) -> String {
        let length = output.durationMilliseconds.map { [Amounts.length(milliseconds: $0)] } ?? []
        return (length + [Amounts.bytes(output.record.output.bytes), "\(output.record.cost)"])
            .joined(separator: ", ")
    }

    private func amounts(_ before: RecordedOutput, _ after: RecordedOutput) -> String {
        var parts: [String] = []
        if let old = before.durationMilliseconds, let new = after.durationMilliseconds {
            parts.append(
                Wording.step(Amounts.length(milliseconds: old), Amounts.length(milliseconds: new)))
        }
        parts.append(
            Wording.step(Amounts.bytes(before.record.output.bytes), Amounts.bytes(after.record.output.bytes)))
        return parts.joined(separator: ", ")
    }

    private func line(_ change: FieldChange, _ before: RecordedOutput, _ after: RecordedOutput) -> MarkedText {
        guard let input = after.record.inputs[change.name] ?? before.record.inputs[change.name] else {
            return "\(change.name): " + change.words
        }
        let place = input.path.map { [MarkedText.Part(.path, $0), .init(.plain, " ")] } ?? []
        return "\(change.name): " + MarkedText(place) + "has other content"
    }
}
