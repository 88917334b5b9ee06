package import AuroraBuild
package import AuroraCore
import AuroraGraph
import AuroraProvenance
import AuroraWorkspace

/// What `aurora build` would do, with what is worth knowing before saying yes.
package struct BuildPreview: Sendable {
    /// One action that will not stay as it is.
    package struct Entry: Sendable {
        package let step: PlannedAction
        package let cost: Cost
        /// Length of the sound as it is now, if it could be found out.
        package let audioMilliseconds: Int?
        /// Length of the recorded video, if there is one.
        package let recordedMilliseconds: Int?
    }

    /// Actions that are to be run or restored, in the plan's order.
    package let entries: [Entry]
    package let currentCount: Int
    /// Scenes that no longer exist, whose records and videos will be put away.
    package let removed: [String]
    /// Wall time that rendering takes, in milliseconds for each second of video; `nil` if it was never measured here.
    package let paceMilliseconds: Int?
    /// How many actions a build runs at a time unless told otherwise.
    package let jobs: Int
    /// Why programs of the user's own must not run yet; a build would stop there.
    package var objections: [Diagnostic] = []

    package var isEmpty: Bool { entries.isEmpty && removed.isEmpty }

    package var runs: [Entry] {
        var seen: Set<ActionKey> = []
        return entries.filter { $0.step.state.mustRun && seen.insert($0.step.key).inserted }
    }

    package var cost: Cost { runs.reduce(.zero) { $0 + $1.cost } }

    /// How long the runs will take, in seconds; `nil` if nobody knows.
    package var seconds: Double? {
        guard let paceMilliseconds else { return nil }
        let lengths = runs.map(\.audioMilliseconds)
        guard !lengths.contains(nil) else { return nil }
        let work = Double(lengths.compactMap { $0 }.reduce(0, +)) / 1000 * Double(paceMilliseconds) / 1000
        return work / Double(max(1, min(jobs, runs.count)))
    }
}

extension Session {
    /// Says what a build would do. Changes nothing but what is remembered of files. Sounds that are new are measured,
    /// once each.
    package func preview(ids: [String]) async throws -> BuildPreview {
        let actions = try actions(of: ids)
        let plan = try plan(actions)
        let records = RecordFiles(folder: folder)
        var entries: [BuildPreview.Entry] = []
        for step in plan.steps where !step.state.isCurrent {
            let length = step.state.mustRun ? await audioLength(step) : nil
            entries.append(
                BuildPreview.Entry(
                    step: step, cost: step.state.mustRun ? provider(of: step.action).estimate(step.action) : .zero,
                    audioMilliseconds: length,
                    recordedMilliseconds: records.read(step.action.record)?.media.durationMilliseconds))
        }
        let removed = ids.isEmpty ? try staleRecords(actions).filter { !$0.isGone }.map(\.scene) : []
        saveIndexIfPossible()
        let pace = digests.index.renderPace
        return BuildPreview(
            entries: entries, currentCount: plan.steps.count { $0.state.isCurrent }, removed: removed,
            paceMilliseconds: pace > 0 ? pace : nil, jobs: defaultJobs,
            objections: try trustObjections(to: plan))
    }

    /// Length of an action's sound: remembered by its digest, else measured. `nil` if it cannot be decoded: the build
    /// will say why.
    private func audioLength(_ step: PlannedAction) async -> Int? {
        let audio = step.action.work.audio
        guard let digest = step.inputs[audio.path] else { return nil }
        if let known = digests.index.durations[digest] { return known }
        let provider = EmbeddedProvider(renderer: renderer, folder: folder, layout: layout)
        guard let length = try? await provider.duration(of: audio, digest: digest, for: step.action) else { return nil }
        digests.update { $0.durations[digest] = length }
        return length
    }
}
