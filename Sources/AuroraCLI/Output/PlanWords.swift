import AuroraBuild
import AuroraCore
import AuroraSession

/// What a build would do with one action, in words that can be shown in many ways.
struct PlanWords {
    enum Tone { case good, warning, bad }

    let tone: Tone
    /// `make`, `may make`, `restore`.
    let verb: String
    /// What stands between verb and name: `the record of `; mostly nothing.
    let object: String
    let name: String
    /// Why, and how much.
    let lines: [MarkedText]

    /// `nil` for what stays as it is.
    init?(_ entry: BuildPreview.Entry) {
        let words: (Tone, String, [MarkedText])
        var object = ""
        switch entry.step.state {
        case .current, .unneeded: return nil
        case .restore(_, .file): words = (.good, "restore", [MarkedText("the result is in the cache")])
        case .restore(_, .record):
            object = "the record of "
            words = (.good, "rewrite", [MarkedText("the same result; its inputs are called otherwise")])
        case .restore(_, .cacheEntry):
            words = (.good, "adopt", [MarkedText("its file is what its record says; only the cache lacks it")])
        case .lost(let diagnostics):
            let lines = diagnostics.flatMap { [$0.problem] + ($0.hint.map { [$0] } ?? []) }
            words = (.bad, "lost", lines.map { MarkedText($0) })
        case .pending(let pending):
            let after = Wording.ticked(pending.after.map { PrintableText.sanitized($0) })
            let why = pending.isNew ? "new: there is no record of it" : "only if \(after) turns out differently"
            words = (
                .warning, pending.isNew ? "make" : "may make", [MarkedText(why)] + Self.amounts(entry)
            )
        case .standby(let reason):
            words = (.warning, "may make", Self.reasons(reason, entry) + Self.amounts(entry))
        case .run(let reason): words = (.warning, "make", Self.reasons(reason, entry) + Self.amounts(entry))
        }
        (tone, verb, lines) = words
        self.object = object
        name = entry.step.action.name
    }

    private static func reasons(_ reason: RunReason, _ entry: BuildPreview.Entry) -> [MarkedText] {
        switch reason {
        case .new: [MarkedText("new: there is no record of it")]
        case .resultMissing: [MarkedText("unchanged, but its result is neither in the cache nor in its place")]
        case .changed(let changes): changes.map { line($0, entry) }
        }
    }

    private static func amounts(_ entry: BuildPreview.Entry) -> [MarkedText] {
        guard case .talkingHead = entry.step.action.work else { return [] }
        if let length = entry.audioMilliseconds {
            return [MarkedText("\(Amounts.length(milliseconds: length)) of video, \(payment(entry))")]
        }
        guard case .pending = entry.step.state else { return [] }
        return [MarkedText("its length is not known before its sound is made")]
    }

    private static func payment(_ entry: BuildPreview.Entry) -> String {
        switch entry.payment {
        case nil, .unknown: "\(entry.cost)"
        case .paid: "paid already"
        case .new(let estimate, let reservation):
            estimate == reservation ? "\(estimate)" : "\(estimate), \(reservation) at most"
        }
    }

    private static func line(_ change: FieldChange, _ entry: BuildPreview.Entry) -> MarkedText {
        switch change.name {
        case "image", "audio", "video":
            let end = change.name == "audio" ? lengths(entry) : ""
            let input = MarkedText([.init(.path, input(entry, change.name))])
            return "\(change.name): " + input + " has other content\(end)"
        default: return "\(change.name): " + change.words
        }
    }

    /// The file of an input, or who makes it.
    private static func input(_ entry: BuildPreview.Entry, _ field: String) -> String {
        let maker = entry.step.keyed?.inputs.first { $0.field == field }?.maker?.name
        let path = entry.step.action.inputs.first { $0.field == field }?.input.file?.path
        return maker ?? path ?? field
    }

    private static func lengths(_ entry: BuildPreview.Entry) -> String {
        guard let old = entry.recordedMilliseconds, let new = entry.audioMilliseconds else { return "" }
        return ", \(Amounts.length(milliseconds: old)) → \(Amounts.length(milliseconds: new))"
    }
}
