import AuroraCore
import AuroraHosted
import AuroraWorkspace
import Synchronization

/// What a build may spend, and what it has learnt about spending. One for each build.
final class BuildSpending: Sendable {
    /// Names the build in the journal.
    let build: String
    /// Whether results that are gone may be paid for again.
    let regeneratesMissing: Bool
    private let state: Mutex<State>

    private struct State {
        /// What was approved; `nil` for nothing.
        var limit: Cost?
        /// The requests that were approved; `nil` for any.
        var requests: Set<RequestKey>?
        var stopped: ServiceError?
        var refusals = 0
    }

    /// Approves nothing yet.
    init(build: String, regeneratesMissing: Bool = false) {
        self.build = build
        self.regeneratesMissing = regeneratesMissing
        state = Mutex(State())
    }

    func approve(_ limit: Cost, requests: Set<RequestKey>? = nil) {
        state.withLock { state in
            state.limit = limit
            state.requests = requests
        }
    }

    /// The cap for a request; `nil` if it may cost nothing.
    func cap(for request: RequestKey) -> SpendingCap? {
        state.withLock { state in
            guard let limit = state.limit, state.requests?.contains(request) ?? true else { return nil }
            return SpendingCap(name: SpendingCap.approvedName, limit: limit, scope: .build(build))
        }
    }

    /// The service takes nothing of this account: nobody need try again in this build.
    func stop(_ error: ServiceError) { state.withLock { $0.stopped = error } }
    var stopped: ServiceError? { state.withLock { $0.stopped } }

    /// Something was not done since it was not approved.
    func countRefusal() { state.withLock { $0.refusals += 1 } }
    var refusals: Int { state.withLock { $0.refusals } }
}

extension Budget {
    /// Its caps at a moment, for a scene in a build. `recorded` is what records tell of this month, with the times in
    /// milliseconds since 1970.
    func caps(
        build: String, scene: String, campaign: String?, now: UTCTime, recorded: [TaskID: (time: Int64, cost: Cost)]
    ) -> [SpendingCap] {
        func since(_ start: UTCTime) -> SpendingCap.Scope {
            .since(
                start.milliseconds,
                recorded: recorded.filter { $0.value.time >= start.milliseconds }.mapValues(\.cost))
        }
        var caps: [SpendingCap] = []
        func add(_ name: String, _ limit: Cost?, _ scope: SpendingCap.Scope) {
            if let limit { caps.append(SpendingCap(name: name, limit: limit, scope: scope)) }
        }
        add("scene", scene.isEmpty ? nil : self.scene, .scene(scene, build: build))
        if let campaign { add("campaign", self.campaign, .campaign(campaign, build: build)) }
        add("build", self.build, .build(build))
        add("day", day, since(now.startOfDay))
        add("month", month, since(now.startOfMonth))
        return caps
    }
}
