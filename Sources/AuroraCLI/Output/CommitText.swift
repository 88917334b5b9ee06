import AuroraCore
import AuroraProvenance

/// What became of a commit, for people.
struct CommitText {
    let style: Style

    /// `isBrief` leaves out that there was nothing to commit.
    func text(_ outcome: CommitOutcome, isBrief: Bool = false) -> String {
        var text = ""
        switch outcome.result {
        case .committed(let commit, let head, let paths):
            text += "committed \(Wording.count(paths.count, "file")) as \(style.strong(commit.short))\(place(head))\n"
        case .upToDate:
            if !isBrief && outcome.uncommitted.isEmpty { text += "nothing to commit\n" }
        case .refused(let refusal):
            if let diagnostic = refusal.diagnostic { text += style.diagnostics.render(diagnostic) }
        }
        return text + uncommitted(outcome.uncommitted)
    }

    private func place(_ head: RepositoryHead) -> String {
        switch head {
        case .unborn(let branch), .branch(let branch, _): " on `\(PrintableText.sanitized(branch))`"
        case .detached: " on a detached HEAD: no branch holds it"
        }
    }

    /// How many records are told one by one.
    private static let few = 2

    /// Records that are left for one thing to do, and that thing once: a build may leave hundreds.
    private struct Group {
        let hint: String?
        var paths: [String] = []
        /// Why, without those that say the same.
        var causes: [[String]] = []
    }

    private func uncommitted(_ records: [UncommittedRecord]) -> String {
        var groups: [Group] = []
        var places: [String?: Int] = [:]
        for record in records {
            guard let diagnostic = record.diagnostic, !record.causes.isEmpty else { continue }
            let place = places[diagnostic.hint] ?? groups.count
            if place == groups.count {
                groups.append(Group(hint: diagnostic.hint))
                places[diagnostic.hint] = place
            }
            groups[place].paths.append(record.path)
            groups[place].causes.append(record.causes)
        }
        return groups.map(text).joined()
    }

    private func text(_ group: Group) -> String {
        let mark = style.warning("uncommitted")
        let hint = group.hint.map { "\(style.hint("hint")): \(PrintableText.sanitized($0))\n" } ?? ""
        if group.paths.count <= Self.few {
            let lines = zip(group.paths, group.causes).map { "\(mark) \(shown($0)): \(some($1))\n" }
            return lines.joined() + hint
        }
        var seen: Set<String> = []
        let causes = group.causes.joined().filter { seen.insert($0).inserted }
        return "\(mark) \(Wording.count(group.paths.count, "record")): \(some(causes))\n"
            + "  \(Wording.first(2, of: group.paths, as: shown))\n" + hint
    }

    private func shown(_ path: String) -> String { style.path(PrintableText.sanitized(path)) }

    private func some(_ causes: [String]) -> String { Wording.first(3, of: causes) { PrintableText.sanitized($0) } }
}
