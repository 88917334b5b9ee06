import AuroraBuild
import AuroraCore
import AuroraSession

/// What `aurora diff` says to people.
struct PreviewText {
    let style: Style

    func text(_ preview: BuildPreview) -> String {
        if preview.isEmpty {
            return "no changes: \(Wording.count(preview.currentCount, "video")) current\n"
        }
        var text = ""
        for entry in preview.entries { text += self.text(entry) }
        for scene in preview.removed {
            text += "\(style.warning("put away")) \(style.strong(PrintableText.sanitized(scene)))\n"
            text += "  the scene is gone; its record and video go too\n"
        }
        return text + "\n" + summary(preview) + "\n"
    }

    private func text(_ entry: BuildPreview.Entry) -> String {
        let name = style.strong(PrintableText.sanitized(entry.step.action.name))
        guard case .run(let reason) = entry.step.state else {
            return "\(style.good("restore")) \(name)\n  the result is in the cache\n"
        }
        var lines: [String]
        switch reason {
        case .new: lines = ["new: there is no record of it"]
        case .resultMissing: lines = ["unchanged, but its result is not in the cache"]
        case .changed(let changes): lines = changes.map { line($0, entry) }
        }
        if let length = entry.audioMilliseconds {
            lines.append("\(Amounts.length(milliseconds: length)) of video, \(entry.cost)")
        }
        return "\(style.warning("make")) \(name)\n" + lines.map { "  \($0)\n" }.joined()
    }

    private func line(_ change: FieldChange, _ entry: BuildPreview.Entry) -> String {
        switch change.name {
        case "prompt", "transcript": "\(change.name): \(words(from: change.old ?? "", to: change.new ?? ""))"
        case "image": "image: \(path(entry, "image")) has other content"
        case "audio": "audio: \(path(entry, "audio")) has other content\(lengths(entry))"
        default:
            "\(PrintableText.sanitized(change.name)): \(style.removed(shown(change.old))) → \(style.added(shown(change.new)))"
        }
    }

    private func shown(_ value: String?) -> String { value.map { PrintableText.sanitized($0) } ?? "none" }

    private func path(_ entry: BuildPreview.Entry, _ field: String) -> String {
        let input = entry.step.action.work.inputs.first { $0.field == field }
        return style.path(PrintableText.sanitized(input?.file.path ?? field))
    }

    private func lengths(_ entry: BuildPreview.Entry) -> String {
        guard let old = entry.recordedMilliseconds, let new = entry.audioMilliseconds else { return "" }
        return ", \(Amounts.length(milliseconds: old)) → \(Amounts.length(milliseconds: new))"
    }

    /// A word diff with a few words of context around each change.
    private func words(from old: String, to new: String) -> String {
        let parts = WordDiff.parts(from: old, to: new)
        if parts.allSatisfy({ if case .kept = $0 { true } else { false } }) { return "other white space" }
        return parts.enumerated().map { index, part in
            switch part {
            case .removed(let text): style.removed(PrintableText.sanitized(text))
            case .added(let text): style.added(PrintableText.sanitized(text))
            case .kept(let text):
                context(PrintableText.sanitized(text), isFirst: index == 0, isLast: index == parts.count - 1)
            }
        }.joined(separator: " ")
    }

    private func context(_ text: String, isFirst: Bool, isLast: Bool) -> String {
        let words = text.split(separator: " ")
        let reach = 4
        if isFirst, words.count > reach { return "… " + words.suffix(reach).joined(separator: " ") }
        if isLast, words.count > reach { return words.prefix(reach).joined(separator: " ") + " …" }
        guard words.count > 2 * reach else { return text }
        return words.prefix(reach).joined(separator: " ") + " … " + words.suffix(reach).joined(separator: " ")
    }

    private func summary(_ preview: BuildPreview) -> String {
        let restored = preview.entries.count { !$0.step.state.mustRun }
        var parts: [String] = []
        if !preview.runs.isEmpty { parts.append("\(preview.runs.count) to make") }
        if restored > 0 { parts.append("\(restored) to restore") }
        if !preview.removed.isEmpty { parts.append("\(preview.removed.count) to put away") }
        parts.append("\(preview.currentCount) current")
        if !preview.runs.isEmpty {
            if let seconds = preview.seconds { parts.append("about \(Amounts.seconds(seconds))") }
            parts.append("\(preview.cost)")
        }
        return parts.joined(separator: " · ")
    }
}
