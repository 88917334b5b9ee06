import AuroraCore

extension PaidTasks {
    /// A task that was sent. `isOurs` is whether it was sent by this journal: its failure is news then.
    struct Sent {
        let job: Job
        let isOurs: Bool
    }

    /// Sends a task until somebody knows what became of it. `isFresh`: it was never sent before.
    func send(_ sending: Job, _ wish: Wish, isFresh: Bool) async throws -> Sent {
        guard let members = JSONValue(Array(sending.task.utf8)) else {
            throw JournalError.unusable(path: "", reason: "the task of a job is no JSON")
        }
        let task = OutgoingTask(id: sending.id, members: members, secrets: wish.secrets)
        wish.progress(.sending)
        // As long as it surely is not there, it can be taken back.
        var mayBeThere = !isFresh
        var job = sending
        for round in 0..<policy.tries {
            if mayBeThere {
                switch try await find(job.id) {
                case .found(let report): return Sent(job: try adopt(job, report), isOurs: true)
                case .stopped(let error): throw PaidTaskError.stopped(error)
                case .unclear(let reason): throw PaidTaskError.stillOpen(job, reason)
                case .missing:
                    guard policy.serviceRefusesKnownNames, clock.now() - job.created < policy.resendWindow else {
                        let reason = "it may have been taken, and the service does not know it"
                        return Sent(job: try write(job, .undecided) { $0.problem = reason }, isOurs: true)
                    }
                }
            }
            switch try await service.submit(task) {
            case .accepted: return Sent(job: try write(job, .accepted), isOurs: true)
            case .nameIsTaken: return Sent(job: try await adoptNamesake(job, members), isOurs: mayBeThere)
            case .rejected(let error):
                // What was sent before may still be taken: a rejection speaks of this packet alone.
                if mayBeThere { throw PaidTaskError.stillOpen(job, error.message) }
                _ = try write(job, .rejected) { $0.problem = error.message }
                throw PaidTaskError.rejected(error)
            case .stopped(let error):
                if !mayBeThere { _ = try write(job, .released) { $0.problem = error.message } }
                throw PaidTaskError.stopped(error)
            case .tooSoon(let seconds):
                job.problem = "the service is too busy"
                try await clock.sleep(max(policy.pause(round), Int64(min(seconds ?? 0, 600)) * 1000))
            case .notSent(let reason):
                job.problem = reason
                try await clock.sleep(policy.pause(round))
            case .unknown(let reason):
                job.problem = reason
                mayBeThere = true
            }
        }
        if mayBeThere { throw PaidTaskError.stillOpen(job, job.problem) }
        _ = try write(job, .released)
        throw PaidTaskError.notTaken(job.problem)
    }

    /// What is known of a task that may be there.
    enum Finding {
        case found(TaskReport)
        case missing
        case stopped(ServiceError)
        case unclear(String)
    }

    /// Asks for a task in both ways, until there is an answer.
    func find(_ id: TaskID) async throws -> Finding {
        var reason = ""
        for round in 0..<policy.tries {
            if round > 0 { try await clock.sleep(policy.pause(round - 1)) }
            let report = try await service.report(on: id)
            switch report {
            case .processing, .finished, .failed: return .found(report)
            case .stopped(let error): return .stopped(error)
            case .unclear(let words, _):
                reason = words
                continue
            case .missing: break
            }
            switch try await service.history(of: id) {
            case .found(_, let report): return .found(report)
            case .missing: return .missing
            case .unclear(let words): reason = words
            }
        }
        return .unclear(reason)
    }

    /// The task is at the service.
    func adopt(_ job: Job, _ report: TaskReport) throws -> Job {
        if case .failed(let error, let charged) = report { return try fail(job, error, charged) }
        return try write(job, .accepted)
    }

    /// There is a task of this name that somebody else sent, or that was sent before: ours, if it asks for the same.
    private func adoptNamesake(_ job: Job, _ members: JSONValue) async throws -> Job {
        for round in 0..<policy.tries {
            switch try await service.history(of: job.id) {
            case .found(let request?, _) where !OutgoingTask.isSame(members, request):
                return try write(job, .undecided) {
                    $0.problem = "the service has a task of this name that asks for something else"
                }
            case .found, .missing: return try write(job, .accepted)
            case .unclear: try await clock.sleep(policy.pause(round))
            }
        }
        // The name cannot be guessed, so it is ours; that it asks for the same could not be checked.
        return try write(job, .accepted)
    }
}

extension OutgoingTask {
    /// Whether two tasks ask for the same video. Inputs do not count, since each machine uploads its own; nor does what says
    /// how the result is delivered.
    static func isSame(_ one: JSONValue, _ other: JSONValue) -> Bool {
        ["model", "positivePrompt", "CFGScale", "outputFormat", "outputQuality", "safety"].allSatisfy { name in
            // A service may leave out what is as it always is.
            one[name] == nil || other[name] == nil || one[name] == other[name]
        }
    }
}
