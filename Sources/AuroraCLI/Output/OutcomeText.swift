import AuroraBuild
import AuroraCore
import AuroraSession

/// What a build says at its end.
struct OutcomeText {
    let style: Style
    /// The user said `--no-commit`: there is no need to say that nothing was committed.
    let isSkippingCommit: Bool
    /// Only what failed last time was to be made.
    var isRetrying = false

    func text(_ outcome: BuildOutcome) -> String {
        var made = 0
        var restored = 0
        var rewritten = 0
        var adopted = 0
        var current = outcome.report.untouched.count
        var failed = 0
        var skipped = 0
        var cost = Cost.zero
        for entry in outcome.report.entries {
            // What only other actions need counts when it was work or trouble.
            let isPublished = entry.action.publication != nil
            switch entry.outcome {
            case .made:
                made += 1
                cost = cost + (entry.result?.cost ?? .zero)
            case .restored(.file): restored += 1
            case .restored(.record): rewritten += 1
            case .restored(.cacheEntry): adopted += 1
            case .current: if isPublished { current += 1 }
            case .unneeded: continue
            case .failed: failed += 1
            case .skipped, .blocked: skipped += 1
            }
        }
        var parts: [String] = []
        if made > 0 { parts.append("\(made) made") }
        if restored > 0 { parts.append("\(restored) restored") }
        if adopted > 0 { parts.append("\(adopted) adopted") }
        if rewritten > 0 { parts.append("\(Wording.count(rewritten, "record")) rewritten") }
        if !outcome.removed.isEmpty { parts.append("\(outcome.removed.count) put away") }
        if current > 0 { parts.append("\(current) current") }
        if failed > 0 { parts.append("\(failed) failed") }
        if skipped > 0 { parts.append("\(skipped) skipped") }
        if made > 0 { parts.append("\(cost)") }
        let isIdle = made + restored + adopted + rewritten + failed + skipped + outcome.removed.count == 0
        var text =
            (isIdle
                ? idleText(current, outcome.report)
                : parts.joined(separator: " · "))
            + "\n"
        if outcome.report.isInterrupted {
            text += "\(style.warning("interrupted")): what was done is kept; `aurora build` goes on from there\n"
        }
        if let commit = outcome.commit, !isSkippingCommit {
            text += CommitText(style: style).text(commit, isBrief: isIdle)
        }
        return text
    }

    private func idleText(_ current: Int, _ report: BuildReport) -> String {
        // What is left alone is not all current: only the failures were looked for.
        isRetrying
            ? "nothing to retry: what was tried last did not fail, or has changed since"
            : "nothing to do: \(Wording.count(current, Self.noun(report))) current"
    }

    /// What a build's outputs are called: videos, if they are nothing else.
    private static func noun(_ report: BuildReport) -> String {
        let published = report.entries.map(\.action).filter { $0.publication != nil }
        let areVideos = report.untouched.derivedCount == 0 && published.allSatisfy { $0.work.kind == .talkingHead }
        return areVideos ? "video" : "file"
    }
}
