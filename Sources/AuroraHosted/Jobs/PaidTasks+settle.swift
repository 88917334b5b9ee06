import AuroraCore

extension PaidTasks {
    /// Waits until a task has ended.
    func wait(for accepted: Job, _ wish: Wish) async throws -> Job {
        let start = clock.now()
        var round = 0
        wish.progress(.waiting(fraction: nil))
        while true {
            var pause = policy.pause(round)
            var report = try await service.report(on: accepted.id)
            if case .missing = report, case .found(_, let kept) = try await service.history(of: accepted.id) {
                report = kept
            }
            switch report {
            case .finished(let generation): return try ready(accepted, generation)
            case .failed(let error, let charged): return try fail(accepted, error, charged)
            case .stopped(let error): throw PaidTaskError.stopped(error)
            case .processing(let fraction): wish.progress(.waiting(fraction: fraction))
            case .unclear(_, let seconds): pause = max(pause, Int64(min(seconds ?? 0, 600)) * 1000)
            case .missing:
                if clock.now() - accepted.created >= policy.resendWindow {
                    return try write(accepted, .undecided) {
                        $0.problem = "the service took it, and does not know it any more"
                    }
                }
            }
            guard clock.now() - start < policy.waitLimit else {
                throw PaidTaskError.stillOpen(accepted, "the service is still at it")
            }
            try await clock.sleep(pause)
            round += 1
        }
    }

    /// The service has a result.
    func ready(_ accepted: Job, _ generation: Generation) throws -> Job {
        try write(accepted, .ready) { row in
            row.generation = generation
            row.charged = generation.cost
        }
    }

    /// The service has ended it without one.
    func fail(_ job: Job, _ error: ServiceError, _ charged: Cost?) throws -> Job {
        try write(job, .failed) { row in
            row.problem = error.message
            row.charged = charged
        }
    }

    /// Brings a finished video home and writes down what it cost.
    func settle(_ ready: Job, _ wish: Wish) async throws -> Job {
        guard let generation = ready.generation else { preconditionFailure("a job that is ready has a result") }
        wish.progress(.fetching)
        return try await settle(ready, generation, wish.deliver)
    }

    func settle(
        _ ready: Job, _ generation: Generation, _ deliver: @Sendable (Job, Generation) async throws -> Artifact
    ) async throws -> Job {
        if generation.isFlagged { return try write(ready, .flagged) }
        let artifact: Artifact
        do { artifact = try await deliver(ready, generation) } catch is DeliveryGone {
            guard case .found(let fresh) = try await pastResult(of: ready.id), fresh.videoURL != generation.videoURL
            else {
                throw PaidTaskError.stillOpen(ready, "its video is no longer at its address")
            }
            let renewed = try write(ready, .ready) { $0.generation = fresh }
            guard renewed.state == .ready else { return renewed }
            do { artifact = try await deliver(renewed, fresh) } catch is DeliveryGone {
                throw PaidTaskError.stillOpen(renewed, "its video is no longer at its address")
            }
            return try write(renewed, .done) { row in row.finish(artifact) }
        }
        return try write(ready, .done) { row in row.finish(artifact) }
    }
}

extension Job {
    fileprivate mutating func finish(_ artifact: Artifact) {
        output = artifact
        charged = generation?.cost ?? order.estimate
        problem = ""
    }
}
