import AuroraBuild
import AuroraCache
package import AuroraCore
import AuroraProvenance

/// What a glance alone can say.
extension Glance {
    /// A workspace in which more folders than this have to be listed at every glance is worth a new snapshot.
    private static let fewFolders = 100

    /// The outcome of a build that has nothing to do; `nil` if there is something, or if a closer look is needed.
    /// Reads nothing more, and writes nothing.
    package func nothingToDo(_ options: BuildOptions, hasOverrides: Bool) -> BuildOutcome? {
        guard options.ids.isEmpty, units.isEmpty, listings.count <= Self.fewFolders, hasTidyState else { return nil }
        let summary = snapshot.summary
        let mode = hasOverrides ? .off : options.commitMode ?? summary.commitMode
        let commit: CommitOutcome
        switch mode {
        case .off: commit = CommitOutcome(result: .refused(.turnedOff))
        case .records, .all:
            guard mode == summary.commitMode, let known = commitOutcome else { return nil }
            commit = known
        }
        return BuildOutcome(
            report: BuildReport(entries: [], isInterrupted: false, untouched: untouched),
            commit: commit, commitProblems: [], removed: [])
    }

    /// Worth saying about the workspace although nothing is wrong.
    package var warnings: [Diagnostic] { snapshot.summary.warnings }

    /// Whether no build that was killed left anything behind. What a build has there that is at work just now is no
    /// reason for a closer look.
    private var hasTidyState: Bool {
        // A folder that cannot be listed needs the closer look.
        (try? DiskLayout(folder: folder.absolute(".aurora")).isTidy) ?? false
    }
}
