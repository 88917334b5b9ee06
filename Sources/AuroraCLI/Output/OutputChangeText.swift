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
        let heading = "\(verb(change)) \(style.strong(name(change.output)))"
        return "\(heading)\n" + lines(change).map { "  \($0)\n" }.joined()
    }

    /// What one calls the output.
    func name(_ output: RecordedOutput) -> String {
        PrintableText.sanitized(namesProfile ? "\(output.profile)/\(output.name)" : output.name)
    }

    /// One word for what happened.
    func verb(_ change: OutputChange) -> String {
        switch change.kind {
        case .added: style.good(change.verb)
        case .removed: style.bad(change.verb)
        case .made, .renamed, .rewritten: style.warning(change.verb)
        }
    }

    func lines(_ change: OutputChange) -> [String] {
        change.lines.map(style.text) + (namesKeys ? keys(change) : [])
    }

    private func keys(_ change: OutputChange) -> [String] {
        func step(_ value: (RecordedOutput) -> String, _ before: RecordedOutput, _ after: RecordedOutput) -> String {
            Wording.step(value(before), value(after))
        }
        let key: (RecordedOutput) -> String = { $0.result.key.digest.short }
        let result: (RecordedOutput) -> String = { $0.result.digest.short }
        switch change.kind {
        case .added: return ["key \(key(change.output)), result \(result(change.output))"]
        case .removed, .renamed, .rewritten: return []
        case .made:
            guard let before = change.before, let after = change.after else { return [] }
            return ["key \(step(key, before, after)), result \(step(result, before, after))"]
        }
    }
}
