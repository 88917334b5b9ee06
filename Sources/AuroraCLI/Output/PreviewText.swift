import AuroraBuild
import AuroraCore
import AuroraSession

/// What `aurora diff` says to people.
struct PreviewText {
    let style: Style

    func text(_ preview: BuildPreview) -> String {
        let lost = Set(preview.entries.filter(\.step.state.isLost).map(\.step.action.name))
        let kept = preview.pinned.filter { !lost.contains($0) }
        let pinned = kept.map { "pinned \(PrintableText.sanitized($0)): stays as it is recorded\n" }.joined()
        if preview.isEmpty {
            return pinned + "no changes: \(Wording.count(preview.currentCount, "video")) current\n"
        }
        var text = ""
        for entry in preview.entries { text += self.text(entry) }
        for scene in preview.removed {
            text += "\(style.warning("put away")) \(style.strong(PrintableText.sanitized(scene)))\n"
            text += "  nothing asks for it any more; its record goes too\n"
        }
        return text + pinned + "\n" + summary(preview) + "\n"
    }

    private func text(_ entry: BuildPreview.Entry) -> String {
        guard let words = PlanWords(entry) else { return "" }
        let verb =
            switch words.tone {
            case .good: style.good(words.verb)
            case .warning: style.warning(words.verb)
            case .bad: style.bad(words.verb)
            }
        let name = style.strong(PrintableText.sanitized(words.name))
        return "\(verb) \(words.object)\(name)\n" + words.lines.map { "  \(style.text($0))\n" }.joined()
    }

    /// `2 to make · 1 current · $0.42`
    func summary(_ preview: BuildPreview) -> String {
        var restored: [Restoration: Int] = [:]
        for entry in preview.entries {
            if case .restore(_, let restoration) = entry.step.state { restored[restoration, default: 0] += 1 }
        }
        let lost = preview.entries.count(where: \.step.state.isLost)
        // What has no record is made for certain, whatever its inputs turn out to be.
        let certain = preview.mayRun.count(where: \.isNewAfterOthers)
        let toMake = preview.runs.count + certain
        let mayMake = preview.mayRun.count - certain
        var parts: [String] = []
        if toMake > 0 { parts.append("\(toMake) to make") }
        if mayMake > 0 { parts.append("\(mayMake) may be made") }
        if let count = restored[.file] { parts.append("\(count) to restore") }
        if let count = restored[.cacheEntry] { parts.append("\(count) to adopt") }
        if let count = restored[.record] { parts.append("\(Wording.count(count, "record")) to rewrite") }
        if lost > 0 { parts.append("\(lost) lost") }
        if !preview.removed.isEmpty { parts.append("\(preview.removed.count) to put away") }
        parts.append("\(preview.currentCount) current")
        if toMake + mayMake > 0 {
            if let seconds = preview.seconds { parts.append("about \(Amounts.seconds(seconds))") }
            let highest = preview.highestCost
            parts.append(highest == preview.cost ? "\(preview.cost)" : "\(preview.cost) to \(highest)")
        }
        return parts.joined(separator: " · ")
    }
}
