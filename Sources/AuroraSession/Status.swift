import AuroraBuild
import AuroraCore
package import AuroraGraph
package import AuroraWorkspace

/// Where a scene stands: as the worst of what it consists of.
package struct SceneStatus: Sendable {
    /// From good to bad.
    package enum State: String, Sendable, CaseIterable {
        /// All outputs and records are those of the scene as it stands.
        case current
        /// The scene differs from what was last built.
        case changed
        /// There is no output of it.
        case missing
        /// It was tried as it stands and did not work, or is pinned to what cannot be had.
        case failed
    }

    package let scene: SceneID
    /// Which of the scene's actions is in this state: the first of the worst.
    package let action: Action
    package let state: State
    /// What else there is to say: what changed, or why it failed.
    package let detail: String?
    /// Where the first take's video is, or will be.
    package let output: String
    /// Of the first take's recorded video, if there is one.
    package let durationMilliseconds: Int?
}

extension Session {
    /// Where each of the named scenes (none: all) stands.
    package func status(ids: [String]) throws -> [SceneStatus] {
        let plan = try plan(graph(of: ids))
        saveIndexIfPossible()
        let pins = try PinFiles(folder, profile: workspace.profile)
        let failures = digests.index.failures
        let records = RecordFiles(folder: folder)
        var order: [SceneID] = []
        var steps: [SceneID: [PlannedAction]] = [:]
        for step in plan.steps {
            if steps[step.action.scene] == nil { order.append(step.action.scene) }
            steps[step.action.scene, default: []].append(step)
        }
        return order.compactMap { scene in
            guard let steps = steps[scene], let video = steps.first(where: { $0.action.work.kind == .talkingHead }),
                let publication = video.action.publication
            else { return nil }
            // What will be seen comes before what it is made from.
            let visible = steps.filter { $0.action.publication != nil } + steps.filter { $0.action.publication == nil }
            let judged = visible.map { ($0, Self.judge($0, failure: $0.keyed.flatMap { failures[$0.key] })) }
            guard var worst = judged.first else { return nil }
            for entry in judged where entry.1.state.rank > worst.1.state.rank { worst = entry }
            let isVideo = worst.0.action.id == video.action.id
            return SceneStatus(
                scene: scene, action: worst.0.action, state: worst.1.state,
                detail: worst.1.detail.map { isVideo ? $0 : "\(worst.0.action.name): \($0)" }
                    ?? (pins.contains(video.action) ? "pinned: \(publication.output)" : nil),
                output: publication.output,
                durationMilliseconds: records.read(publication.record)?.media?.durationMilliseconds)
        }
    }

    private static func judge(_ step: PlannedAction, failure: String?) -> (state: SceneStatus.State, detail: String?) {
        switch step.state {
        case .current, .unneeded, .restore(_, .cacheEntry): return (.current, nil)
        case .restore(_, .file): return (.missing, "in the cache")
        case .restore(_, .record): return (.changed, "its record alone, which names its inputs otherwise")
        case .lost(let diagnostics): return (.failed, diagnostics.first?.problem)
        case .pending(let pending):
            let after = pending.after.joined(separator: ", ")
            return pending.isNew ? (.missing, "never built") : (.changed, "may change with \(after)")
        case .run(let reason), .standby(let reason):
            if let failure { return (.failed, failure) }
            // What only others need is missing to nobody.
            let isPublished = step.action.publication != nil
            switch reason {
            case .new: return isPublished ? (.missing, "never built") : (.changed, "never made")
            case .resultMissing: return isPublished ? (.missing, "not in the cache") : (.current, nil)
            case .changed(let changes): return (.changed, changes.map(\.name).joined(separator: ", "))
            }
        }
    }
}

extension SceneStatus.State {
    fileprivate var rank: Int { Self.allCases.firstIndex(of: self) ?? 0 }
}
