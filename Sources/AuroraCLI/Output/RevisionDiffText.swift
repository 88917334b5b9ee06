import AuroraCore
import AuroraSession

/// What `aurora diff REV` says to people.
struct RevisionDiffText {
    let style: Style

    func text(_ diff: RevisionDiff) -> String {
        let unchanged = "\(Wording.count(diff.unchangedCount, "output")) unchanged"
        if diff.changes.isEmpty { return "no changes: \(unchanged)\n" }
        let profiles = Set(diff.changes.map(\.output.profile))
        let text = OutputChangeText(style: style, namesProfile: profiles.count > 1, namesKeys: false)
        return diff.changes.map(text.block).joined() + "\n" + summary(diff) + "\n"
    }

    /// `1 new · 2 changed · 3 outputs unchanged · $0.42`
    func summary(_ diff: RevisionDiff) -> String {
        var counts: [(count: Int, word: String)] = [
            (0, "new"), (0, "changed"), (0, "renamed"), (0, "rewritten"), (0, "removed"),
        ]
        for change in diff.changes {
            let index =
                switch change.kind {
                case .added: 0
                case .made: 1
                case .renamed: 2
                case .rewritten: 3
                case .removed: 4
                }
            counts[index].count += 1
        }
        let parts = counts.filter { $0.count > 0 }.map { "\($0.count) \($0.word)" }
        return (parts + ["\(Wording.count(diff.unchangedCount, "output")) unchanged", "\(diff.cost)"]).joined(
            separator: " · ")
    }
}
