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
        case "prompt", "transcript": "\(change.name): \(fields.words(from: change.old ?? "", to: change.new ?? ""))"
        case "image": "image: \(path(entry, "image")) has other content"
        case "audio": "audio: \(path(entry, "audio")) has other content\(lengths(entry))"
        default:
            "\(PrintableText.sanitized(change.name)): \(fields.value(from: change.old, to: change.new))"
        }
    }

    private var fields: FieldChangeText { FieldChangeText(style: style) }

    private func path(_ entry: BuildPreview.Entry, _ field: String) -> String {
        let input = entry.step.action.work.inputs.first { $0.field == field }
        return style.path(PrintableText.sanitized(input?.file.path ?? field))
    }

    private func lengths(_ entry: BuildPreview.Entry) -> String {
        guard let old = entry.recordedMilliseconds, let new = entry.audioMilliseconds else { return "" }
        return ", \(Amounts.length(milliseconds: old)) → \(Amounts.length(milliseconds: new))"
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
