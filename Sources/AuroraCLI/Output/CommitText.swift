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

    /// A line a record, and below them each thing to do once: a build may leave many for the same reason.
    private func uncommitted(_ records: [UncommittedRecord]) -> String {
        var text = ""
        var hints: [String] = []
        for record in records {
            guard let diagnostic = record.diagnostic else { continue }
            if case .refused = record.reason { continue }
            var why = diagnostic.notes.prefix(3).joined(separator: ", ")
            if diagnostic.notes.count > 3 { why += " and \(diagnostic.notes.count - 3) more" }
            let path = style.path(PrintableText.sanitized(record.path))
            text +=
                "\(style.warning("uncommitted")) \(path): \(PrintableText.sanitized(why.isEmpty ? diagnostic.problem : why))\n"
            if let hint = diagnostic.hint, !hints.contains(hint) { hints.append(hint) }
        }
        return text + hints.map { "\(style.hint("hint")): \(PrintableText.sanitized($0))\n" }.joined()
    }
}
