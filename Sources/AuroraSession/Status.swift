import AuroraBuild
import AuroraCore
package import AuroraGraph

/// Where one take of a scene stands.
package struct SceneStatus: Sendable {
    package enum State: String, Sendable, CaseIterable {
        /// Video and record are those of the scene as it stands.
        case current
        /// The scene differs from what was last built.
        case changed
        /// There is no video of it.
        case missing
        /// It was tried as it stands and did not work.
        case failed
    }

    package let action: Action
    package let state: State
    /// What else there is to say: what changed, or why it failed.
    package let detail: String?
    /// Of the recorded video, if there is one.
    package let durationMilliseconds: Int?
}

extension Session {
    /// Where every take of the named scenes (none: of all) stands.
    package func status(ids: [String]) throws -> [SceneStatus] {
        let plan = try plan(actions(of: ids))
        saveIndexIfPossible()
        let failures = digests.index.failures
        let records = RecordFiles(folder: folder)
        return plan.steps.map { step in
            let (state, detail) = Self.judge(step, failure: failures[step.key])
            return SceneStatus(
                action: step.action, state: state, detail: detail,
                durationMilliseconds: records.read(step.action.record)?.media.durationMilliseconds)
        }
    }

    private static func judge(_ step: PlannedAction, failure: String?) -> (SceneStatus.State, String?) {
        switch step.state {
        case .current: return (.current, nil)
        case .restore: return (.missing, "in the cache")
        case .run(let reason):
            if let failure { return (.failed, failure) }
            switch reason {
            case .new: return (.missing, "never built")
            case .resultMissing: return (.missing, "not in the cache")
            case .changed(let changes): return (.changed, changes.map(\.name).joined(separator: ", "))
            }
        }
    }
}
