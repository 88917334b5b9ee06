import AuroraCore
import AuroraFiles
import AuroraHosted

/// Carries out tasks, one after another, until the line is closed.
package struct TaskWorker: Sendable {
    let service: Service

    package init(_ service: Service) { self.service = service }

    package func run() async {
        while let task = await service.line.next() {
            do { try await carryOut(task) } catch is CancellationError {
                // The next server goes on with it: in the database it still runs.
            } catch {
                service.log("task \(task.task.id): \(error)")
                await giveUp(task)
            }
            await service.line.done(task)
        }
    }

    private func carryOut(_ task: StoredTask) async throws {
        try await service.store.begin(task.number)
        let outcomes: [Int: StoredTake.Outcome]
        do { outcomes = try await makeAll(task) } catch var problem as ServiceProblem {
            problem.endsTask = true
            outcomes = Dictionary(uniqueKeysWithValues: task.takes.indices.map { ($0, .failed(problem)) })
            for (take, outcome) in outcomes { try await service.store.settle(task.number, take: take, outcome) }
        }
        let time = service.now()
        let ttl = Int64(task.task.ttl ?? service.settings.defaultTTL)
        try await service.store.end(task, at: time, expires: time + ttl * 1000)
        try Files.removeTree(Paths.join(service.folder.inputs, task.task.folder))
        guard let ended = try await service.store.task(number: task.number) else { return }
        let report = service.report(ended, nil)
        // A failure is told when it is asked for: pushed ones have confused clients.
        if report.problems.isEmpty { await service.sessions.deliver(report.bytes, of: task.number) }
    }

    /// Ends a task that this server fails over: a full disk, say. Nobody is to wait for it.
    private func giveUp(_ task: StoredTask) async {
        do {
            var problem = ServiceProblem.internalError
            problem.endsTask = true
            let known = try await service.store.task(number: task.number) ?? task
            for (position, take) in known.takes.enumerated() where take.outcome == .open {
                try await service.store.settle(task.number, take: position, .failed(problem))
            }
            let ttl = Int64(task.task.ttl ?? service.settings.defaultTTL)
            try await service.store.end(task, at: service.now(), expires: service.now() + ttl * 1000)
        } catch {
            // Not even that can be written down: it still runs in the database, and the next server goes on with it.
            service.log("task \(task.task.id): \(error)")
        }
    }

    /// Makes what is not made yet. Throws what keeps all of it from being made.
    private func makeAll(_ task: StoredTask) async throws -> [Int: StoredTake.Outcome] {
        let inputs = TaskInputs(
            folder: service.folder, intake: service.intake, calls: service.calls, settings: service.settings)
        let image = try await inputs.file(task.task.image, "image", in: task.task.folder)
        let audio = try await inputs.file(task.task.audio, "audio", in: task.task.folder)
        guard let milliseconds = try await service.maker.soundMilliseconds(of: audio) else {
            throw ServiceProblem.notTransferred("inputs.audio", "it cannot be decoded")
        }
        guard milliseconds <= service.settings.longestSound else {
            throw ServiceProblem.invalid(
                "inputs.audio", type: "string",
                expected: "a sound of at most \(service.settings.longestSound / 1000) seconds")
        }
        var outcomes: [Int: StoredTake.Outcome] = [:]
        for (position, take) in task.takes.enumerated() where take.outcome == .open {
            let outcome = try await make(task, position, take, image: image, audio: audio)
            try await service.store.settle(task.number, take: position, outcome)
            outcomes[position] = outcome
        }
        return outcomes
    }

    private func make(
        _ task: StoredTask, _ position: Int, _ take: StoredTake, image: String, audio: String
    ) async throws -> StoredTake.Outcome {
        let output = Paths.join(service.folder.media, "\(take.videoUUID).\(task.task.format)")
        let order = VideoOrder(task: task.task, seed: take.seed, image: image, audio: audio, output: output)
        let count = Double(task.takes.count)
        let line = service.line
        do {
            let made = try await service.maker.make(order) { part in
                line.progress.withLock { $0[task.number] = (Double(position) + part) / count }
            }
            let price = service.settings.prices[task.task.model]
            if let problem = try await upload(output, task.task) { return .failed(problem) }
            return .made(
                cost: price?.estimate(milliseconds: made.milliseconds) ?? .zero,
                bytes: try FileFacts.of(output)?.size ?? 0)
        } catch let failure as MakingFailure {
            return .failed(problem(failure, task))
        }
    }

    private func problem(_ failure: MakingFailure, _ task: StoredTask) -> ServiceProblem {
        var problem: ServiceProblem
        switch failure {
        case .badImage(let words):
            problem = .invalid("inputs.image", type: "string", expected: "another picture: \(words)")
        case .badAudio(let words):
            problem = .invalid("inputs.audio", type: "string", expected: "another sound: \(words)")
        case .flagged(let words):
            problem = ServiceProblem("nsfwContentDetected", "The content was flagged: \(words).")
            problem.isFlagged = true
        case .unavailable(let words):
            problem = ServiceProblem("modelUnavailable", "This server cannot do that: \(words).", status: 503)
        case .broken(let words):
            service.log("task \(task.task.id): \(words)")
            problem = ServiceProblem("inferenceError", "The renderer failed. The server's log tells why.", status: 500)
        }
        problem.endsTask = true
        return problem
    }

    /// Sends a result to where the task wants it. What is wrong, if it does not get there.
    private func upload(_ file: String, _ task: VideoTask) async throws -> ServiceProblem? {
        guard let url = task.uploadEndpoint else { return nil }
        var reason = ""
        for tried in 0..<3 {
            if tried > 0 { try await Task.sleep(for: .milliseconds(500 << tried)) }
            do throws(CallFailure) {
                let status = try await service.calls.put(
                    file, contentType: MediaKind.contentType(ofSuffix: task.format), to: url)
                if (200...299).contains(status) { return nil }
                reason = "it answers with status \(status)"
                if status < 500, status != 429 { break }
            } catch {
                try Task.checkCancellation()
                reason = error.words
                if !error.mayPass { break }
            }
        }
        var problem = ServiceProblem(
            "uploadFailed", "The video could not be sent to 'uploadEndpoint': \(reason).", parameter: "uploadEndpoint")
        problem.endsTask = true
        return problem
    }
}
