package import AuroraCore

/// The protocol that never pays twice.
///
/// Money is put aside in the journal before a task is sent, under a name that is derived from the request (`TaskID`). The
/// service takes each name once, so a task of which nobody knows whether it arrived can be sent again, by anybody who has the
/// team key, also without the journal. Each step is written down before the next; whoever is killed in between goes on from
/// what is written. A task ends as done, failed or given up, or it is *undecided*, and a person is asked.
package struct PaidTasks: Sendable {
    package let journal: any JobJournal
    package let service: any HostedService
    package let clock: any JobClock
    package let policy: PaidPolicy

    package init(
        journal: any JobJournal, service: any HostedService, clock: any JobClock, policy: PaidPolicy = PaidPolicy()
    ) {
        self.journal = journal
        self.service = service
        self.clock = clock
        self.policy = policy
    }

    /// One request, as somebody wants it.
    package struct Wish: Sendable {
        package let order: JobOrder
        package let team: TeamKey
        package let caps: [SpendingCap]
        /// Whether a new task may be sent. If not, only what was paid already will do.
        package let maySpend: Bool
        /// The lowest attempt that counts: those before it are known to be of no use.
        package let firstAttempt: Int
        /// Makes the task of this name: inputs are brought to where the service finds them. Called before money is put
        /// aside.
        package let prepare: @Sendable (TaskID) async throws -> OutgoingTask
        /// The members of a task that are kept nowhere.
        package let secrets: [OutgoingTask.SecretMember]
        /// Brings the video of a finished task into the content store, safe from power cuts. Throws `DeliveryGone` if the
        /// service no longer has it at that address.
        package let deliver: @Sendable (Job, Generation) async throws -> Artifact
        package let progress: @Sendable (PaidProgress) -> Void

        package init(
            order: JobOrder, team: TeamKey, caps: [SpendingCap], maySpend: Bool = true, firstAttempt: Int = 0,
            prepare: @escaping @Sendable (TaskID) async throws -> OutgoingTask,
            secrets: [OutgoingTask.SecretMember] = [],
            deliver: @escaping @Sendable (Job, Generation) async throws -> Artifact,
            progress: @escaping @Sendable (PaidProgress) -> Void = { _ in }
        ) {
            self.order = order
            self.team = team
            self.caps = caps
            self.maySpend = maySpend
            self.firstAttempt = firstAttempt
            self.prepare = prepare
            self.secrets = secrets
            self.deliver = deliver
            self.progress = progress
        }
    }

    /// Gets the video of a request: what was paid already if there is anything, a new task otherwise. Returns the job, which
    /// is done. Throws `PaidTaskError`, `JournalError`, what `prepare` and `deliver` throw, and `CancellationError`; a
    /// task that is under way stays so.
    package func obtain(_ wish: Wish) async throws -> Job {
        var job = try journal.attempts(at: wish.order.request, provider: wish.order.provider)
            .last { $0.attempt >= wish.firstAttempt }
        // A failure of before is history, and so is one that another machine has seen; one that happens now is told.
        var failureIsNews = job?.state.isOpen ?? false
        var isFresh = false
        while true {
            try Task.checkCancellation()
            guard let current = job else {
                (job, isFresh) = try await begin(wish, attempt: wish.firstAttempt)
                continue
            }
            switch current.state {
            case .rejected, .released: (job, isFresh) = try await begin(wish, attempt: current.attempt)
            case .failed, .abandoned:
                guard !failureIsNews, current.attempt + 1 < policy.attemptLimit else {
                    throw PaidTaskError.failed(current.failure, charged: current.charged)
                }
                (job, isFresh) = try await begin(wish, attempt: current.attempt + 1)
            case .sending:
                let sent = try await send(current, wish, isFresh: isFresh)
                failureIsNews = sent.isOurs
                job = sent.job
            case .accepted: job = try await wait(for: current, wish)
            case .ready: job = try await settle(current, wish)
            case .done: return current
            case .flagged: throw PaidTaskError.flagged(current)
            case .undecided: throw PaidTaskError.undecided(current)
            }
        }
    }

    /// Puts money aside for a new task. `isFresh` is whether it is ours to send: somebody else may be at it.
    private func begin(_ wish: Wish, attempt: Int) async throws -> (Job, isFresh: Bool) {
        guard wish.maySpend else { throw PaidTaskError.nothingPaid }
        let id = TaskID(
            wish.team, provider: wish.order.provider, request: wish.order.request, attempt: attempt)
        wish.progress(.preparing)
        let task = try await wish.prepare(id)
        let job = Job(
            id: id, order: wish.order, attempt: attempt, task: task.members.line, created: clock.now())
        let counting = try journal.reserve(job, caps: wish.caps)
        return (counting, counting == job)
    }

    /// What the service tells now of the result of a task that has ended.
    package enum PastResult: Sendable {
        case found(Generation)
        /// The service knows neither the task nor its result.
        case gone
        /// There is no telling now. In words, why.
        case unclear(String)
    }

    /// The result of a task as the service tells it now: addresses last only for a while.
    package func pastResult(of id: TaskID) async throws -> PastResult {
        switch try await find(id) {
        case .found(.finished(let generation)): .found(generation)
        case .found: .unclear("the service does not say where it is")
        case .missing: .gone
        case .stopped(let error): .unclear(error.message)
        case .unclear(let reason): .unclear(reason)
        }
    }

    /// Writes down the next state of a job. If somebody else was faster, theirs counts.
    func write(_ job: Job, _ state: JobState, _ change: (inout Job) -> Void = { _ in }) throws -> Job {
        precondition(job.state.successors.contains(state), "\(job.state) is not followed by \(state)")
        var next = job
        next.state = state
        next.updated = clock.now()
        change(&next)
        if try journal.update(next, from: job.state) { return next }
        let rows = try journal.attempts(at: job.order.request, provider: job.order.provider)
        guard let current = rows.first(where: { $0.id == job.id }) else {
            throw JournalError.unusable(path: "", reason: "a job is gone from the journal")
        }
        return current
    }
}

/// How far a paid task is, for people.
package enum PaidProgress: Hashable, Sendable {
    case preparing
    case sending
    /// `fraction` is 0…1 where the service tells.
    case waiting(fraction: Double?)
    case fetching
}

/// The video of a finished task is no longer at its address.
package struct DeliveryGone: Error {
    package init() {}
}

extension Job {
    /// Why it failed, as far as the journal knows.
    var failure: ServiceError { ServiceError(code: "", message: problem, status: 200) }
}
