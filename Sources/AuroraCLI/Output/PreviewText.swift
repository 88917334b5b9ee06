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
        let name = style.strong(PrintableText.sanitized(entry.step.action.name))
        switch entry.step.state {
        case .current, .unneeded: return ""
        case .restore(_, .file): return "\(style.good("restore")) \(name)\n  the result is in the cache\n"
        case .restore(_, .record):
            return
                "\(style.good("rewrite")) the record of \(name)\n  the same result; its inputs are called otherwise\n"
        case .restore(_, .cacheEntry):
            return "\(style.good("adopt")) \(name)\n  its file is what its record says; only the cache lacks it\n"
        case .lost(let diagnostics):
            let lines = diagnostics.flatMap { [$0.problem] + ($0.hint.map { [$0] } ?? []) }
            return "\(style.bad("lost")) \(name)\n" + lines.map { "  \(PrintableText.sanitized($0))\n" }.joined()
        case .pending(let pending):
            let after = Wording.ticked(pending.after.map { PrintableText.sanitized($0) })
            let why = pending.isNew ? "new: there is no record of it" : "only if \(after) turns out differently"
            return lines("\(style.warning(pending.isNew ? "make" : "may make")) \(name)", [why], entry)
        case .standby(let reason):
            return lines("\(style.warning("may make")) \(name)", self.reason(reason, entry), entry)
        case .run(let reason): return lines("\(style.warning("make")) \(name)", self.reason(reason, entry), entry)
        }
    }

    private func reason(_ reason: RunReason, _ entry: BuildPreview.Entry) -> [String] {
        switch reason {
        case .new: ["new: there is no record of it"]
        case .resultMissing: ["unchanged, but its result is neither in the cache nor in its place"]
        case .changed(let changes): changes.map { line($0, entry) }
        }
    }

    private func lines(_ title: String, _ reasons: [String], _ entry: BuildPreview.Entry) -> String {
        var lines = reasons
        if case .talkingHead = entry.step.action.work {
            if let length = entry.audioMilliseconds {
                lines.append("\(Amounts.length(milliseconds: length)) of video, \(payment(entry))")
            } else if case .pending = entry.step.state {
                lines.append("its length is not known before its sound is made")
            }
        }
        return "\(title)\n" + lines.map { "  \($0)\n" }.joined()
    }

    private func payment(_ entry: BuildPreview.Entry) -> String {
        switch entry.payment {
        case nil, .unknown: "\(entry.cost)"
        case .paid: "paid already"
        case .new(let estimate, let reservation):
            estimate == reservation ? "\(estimate)" : "\(estimate), \(reservation) at most"
        }
    }

    private func line(_ change: FieldChange, _ entry: BuildPreview.Entry) -> String {
        switch change.name {
        case "image", "audio", "video":
            "\(change.name): \(input(entry, change.name)) has other content\(change.name == "audio" ? lengths(entry) : "")"
        default: style.text("\(change.name): " + change.words)
        }
    }

    /// The file of an input, or who makes it.
    private func input(_ entry: BuildPreview.Entry, _ field: String) -> String {
        let maker = entry.step.keyed?.inputs.first { $0.field == field }?.maker?.name
        let path = entry.step.action.inputs.first { $0.field == field }?.input.file?.path
        return style.path(PrintableText.sanitized(maker ?? path ?? field))
    }

    private func lengths(_ entry: BuildPreview.Entry) -> String {
        guard let old = entry.recordedMilliseconds, let new = entry.audioMilliseconds else { return "" }
        return ", \(Amounts.length(milliseconds: old)) → \(Amounts.length(milliseconds: new))"
    }

    private func summary(_ preview: BuildPreview) -> String {
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
