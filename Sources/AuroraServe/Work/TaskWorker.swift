import AuroraCore
import AuroraFiles
import AuroraHosted

/// Carries out what the line hands out, one turn after another, until it is closed.
package struct TaskWorker: Sendable {
    let service: Service

    package init(_ service: Service) { self.service = service }

    package func run() async {
        while let turn = await service.line.next() {
            do {
                switch turn.step {
                case .beginning: try await begin(turn.task)
                case .take(let position, let course): try await make(position, course)
                }
            } catch is CancellationError {
                // The next server goes on with it: in the database it still runs.
            } catch {
                // It still runs in the database as well: not even its end can be written down.
                service.log("task \(turn.task.task.id): \(error)")
            }
            await service.line.done(turn)
        }
    }

    /// Brings a task's inputs, puts all its takes but one in line, and makes that one.
    private func begin(_ task: StoredTask) async throws {
        let open = task.takes.indices.filter { task.takes[$0].outcome == .open }
        guard let first = open.first else { return try await end(task) }
        let course: TaskCourse
        do {
            try await service.store.begin(task.number)
            service.line.progress.begin(task)
            course = try await prepared(task, takes: open.count)
        } catch is CancellationError { throw CancellationError() } catch {
            // What keeps all takes from being made.
            for position in open { try await service.store.settle(task.number, take: position, failure(error, task)) }
            return try await end(task)
        }
        await service.line.add(takes: Array(open.dropFirst()), of: course)
        try await make(first, course)
    }

    private func prepared(_ task: StoredTask, takes: Int) async throws -> TaskCourse {
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
        return TaskCourse(task, image: image, audio: audio, takes: takes)
    }

    /// Makes a take, and ends the task if it was the last.
    private func make(_ position: Int, _ course: TaskCourse) async throws {
        let outcome: StoredTake.Outcome
        do { outcome = try await made(position, course) } catch is CancellationError { throw CancellationError() } catch
        {
            outcome = failure(error, course.task)
        }
        do {
            try await service.store.settle(course.task.number, take: position, outcome)
            service.line.progress.set(course.task.number, take: position, 1)
        } catch {
            // Its end says so of it.
            service.log("task \(course.task.task.id): \(error)")
        }
        if course.isLast() { try await end(course.task) }
    }

    /// Ends a task of which nothing more is made, and tells of it. Takes without an outcome are those that this server failed
    /// over: a full disk, say. Nobody is to wait for them.
    private func end(_ task: StoredTask) async throws {
        defer { service.line.progress.end(task.number) }
        let known = try await service.store.task(number: task.number) ?? task
        for (position, take) in known.takes.enumerated() where take.outcome == .open {
            try await service.store.settle(task.number, take: position, failure(ServiceProblem.internalError, task))
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

    /// What a take comes to that failed so.
    private func failure(_ error: any Error, _ task: StoredTask) -> StoredTake.Outcome {
        var told: ServiceProblem
        if let known = error as? ServiceProblem {
            told = known
        } else if let making = error as? MakingFailure {
            told = problem(making, task)
        } else {
            service.log("task \(task.task.id): \(error)")
            told = .internalError
        }
        told.endsTask = true
        return .failed(told)
    }

    private func made(_ position: Int, _ course: TaskCourse) async throws -> StoredTake.Outcome {
        let task = course.task
        let take = task.takes[position]
        let output = Paths.join(service.folder.media, "\(take.videoUUID).\(task.task.format)")
        let order = VideoOrder(
            task: task.task, seed: take.seed, image: course.image, audio: course.audio, output: output)
        let progress = service.line.progress
        let made = try await service.maker.make(order) { progress.set(task.number, take: position, $0) }
        if let problem = try await upload(output, task.task) { return .failed(problem) }
        return .made(
            cost: service.settings.prices[task.task.model]?.estimate(milliseconds: made.milliseconds) ?? .zero,
            bytes: try FileFacts.of(output)?.size ?? 0)
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
