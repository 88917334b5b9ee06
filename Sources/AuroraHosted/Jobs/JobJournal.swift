package import AuroraCore

/// What is known of all paid tasks, written down before anything happens. Safe to call from any task and process.
///
/// What a call has written survives a power cut once the call returns. An implementation is finished when it passes
/// `JobJournalSuite`.
package protocol JobJournal: Sendable {
    /// The attempts at a request, first to last.
    func attempts(at request: RequestKey, provider: String) throws(JournalError) -> [Job]

    /// The jobs of a workspace, or of all, oldest first.
    func jobs(of workspace: String?) throws(JournalError) -> [Job]

    /// Puts money aside for a job in the state `sending`, in one step with looking at the caps. Returns the job that counts
    /// from now on: this one; or the one of the same name that is there already, unless that was rejected or released.
    /// Throws `.overCap`, and nothing is put aside.
    func reserve(_ job: Job, caps: [SpendingCap]) throws(JournalError) -> Job

    /// Writes down what became of a job. Returns false, and changes nothing, if it is no longer in the state `state`.
    func update(_ job: Job, from state: JobState) throws(JournalError) -> Bool
}

/// Why the journal cannot be used, or will not take a job.
package enum JournalError: Error, Hashable, Sendable {
    case overCap(SpendingCap, spent: Cost, wanted: Cost)
    /// It was written by a later version.
    case tooNew(path: String)
    /// It cannot be read or written, in the words of the system.
    case unusable(path: String, reason: String)
}

/// How much may be spent, in what.
package struct SpendingCap: Hashable, Sendable {
    package enum Scope: Hashable, Sendable {
        /// In one build.
        case build(String)
        /// For one scene in one build.
        case scene(String, build: String)
        /// For the scenes of one campaign in one build.
        case campaign(String, build: String)
        /// From a moment on, in milliseconds since 1970. `recorded` is what records tell of that time, by task: it counts
        /// where the journal does not know the task.
        case since(Int64, recorded: [TaskID: Cost])
    }

    /// What it is called where it is stated: `month`.
    package let name: String
    package let limit: Cost
    package let scope: Scope

    package init(name: String, limit: Cost, scope: Scope) {
        self.name = name
        self.limit = limit
        self.scope = scope
    }
}

extension SpendingCap {
    /// Whether a job counts.
    package func covers(_ job: Job) -> Bool {
        switch scope {
        case .build(let build): job.order.build == build
        case .scene(let scene, let build): job.order.build == build && job.order.scene == scene
        case .campaign(let campaign, let build): job.order.build == build && job.order.campaign == campaign
        case .since(let moment, _): job.created >= moment
        }
    }

    /// What records tell of tasks that the journal does not know.
    func recorded(besides known: (TaskID) throws(JournalError) -> Bool) throws(JournalError) -> Cost {
        guard case .since(_, let recorded) = scope else { return .zero }
        var sum = Cost.zero
        for (id, cost) in recorded where try !known(id) { sum += cost }
        return sum
    }
}
