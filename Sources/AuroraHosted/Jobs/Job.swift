package import AuroraCore

/// One paid task with everything that must not be forgotten about it: a row of the journal.
package struct Job: Hashable, Sendable {
    /// What it is called at the service.
    package let id: TaskID
    package let order: JobOrder
    /// From 0. The next one has another name at the service: it comes only after this one has ended without a charge, or
    /// after a person has said so.
    package let attempt: Int
    /// The task as it was sent, as JSON, without members that hold secrets.
    package var task: String
    package var state: JobState
    /// Milliseconds since 1970 at which it was first written down.
    package let created: Int64
    /// Milliseconds since 1970 of the last change.
    package var updated: Int64
    /// What came of it, once the service has told.
    package var generation: Generation?
    /// What was really paid; `nil` while that is not known.
    package var charged: Cost?
    /// The video in the content store, once it is there.
    package var output: Artifact?
    /// Why it is where it is, in words; empty for nothing.
    package var problem = ""

    package init(
        id: TaskID, order: JobOrder, attempt: Int, task: String, state: JobState = .sending, created: Int64
    ) {
        self.id = id
        self.order = order
        self.attempt = attempt
        self.task = task
        self.state = state
        self.created = created
        updated = created
    }

    /// What it takes out of every cap: what was paid, or what is put aside for it.
    package var spending: Cost {
        switch state {
        case .sending, .accepted, .ready, .undecided: max(charged ?? .zero, order.reservation)
        case .done, .flagged: charged ?? order.estimate
        case .failed, .rejected, .released, .abandoned: charged ?? .zero
        }
    }
}

/// What a task is for: known before it is sent, and never changed.
package struct JobOrder: Hashable, Sendable {
    package let provider: String
    package let request: RequestKey
    /// The action that asked for it: its result is stored under this key.
    package let action: ActionKey
    /// Absolute path of the workspace.
    package let workspace: String
    /// What people call the output: `baker.t2`.
    package let name: String
    package let scene: String
    /// `nil` for a scene of no campaign.
    package let campaign: String?
    /// Names the build that asked for it, for caps on builds.
    package let build: String
    package let model: String
    /// Length of the sound.
    package let milliseconds: Int
    package let estimate: Cost
    /// At least the estimate.
    package let reservation: Cost

    package init(
        provider: String, request: RequestKey, action: ActionKey, workspace: String, name: String, scene: String,
        campaign: String?, build: String, model: String, milliseconds: Int, estimate: Cost, reservation: Cost
    ) {
        precondition(reservation >= estimate, "less cannot be put aside than is expected")
        self.provider = provider
        self.request = request
        self.action = action
        self.workspace = workspace
        self.name = name
        self.scene = scene
        self.campaign = campaign
        self.build = build
        self.model = model
        self.milliseconds = milliseconds
        self.estimate = estimate
        self.reservation = reservation
    }
}

/// Where a paid task is.
package enum JobState: String, CaseIterable, Sendable {
    /// Money is put aside; it is being sent, or was, and nobody knows whether it arrived.
    case sending
    /// The service has it.
    case accepted
    /// The service has a result for it.
    case ready
    /// The result is in the content store, and paid.
    case done
    /// The result was flagged by the safety check: paid, and not used.
    case flagged
    /// The service ended it without a result.
    case failed
    /// The service would not take it.
    case rejected
    /// It was never taken.
    case released
    /// Nobody can tell whether it was paid: a person has to say.
    case undecided
    /// A person has given it up: whether it was paid stays told.
    case abandoned

    /// Whether something remains to be done about it.
    package var isOpen: Bool {
        switch self {
        case .sending, .accepted, .ready, .undecided: true
        case .done, .flagged, .failed, .rejected, .released, .abandoned: false
        }
    }

    /// The states that may come next. A step that is not here is a mistake of the protocol.
    var successors: Set<JobState> {
        switch self {
        case .sending: [.sending, .accepted, .rejected, .released, .failed, .undecided]
        case .accepted: [.ready, .failed, .undecided]
        case .ready: [.ready, .done, .flagged, .undecided, .abandoned]
        case .undecided: [.sending, .accepted, .abandoned]
        case .rejected, .released: [.sending]
        case .done, .flagged, .failed, .abandoned: []
        }
    }
}
