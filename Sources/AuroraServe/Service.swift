import AuroraCore
import AuroraFiles
package import AuroraHosted

/// The API: takes task objects, answers with items and problems. Knows nothing of how either travels.
package struct Service: Sendable {
    package let settings: ServeSettings
    package let folder: ServeFolder
    package let store: ServeStore
    package let line: RenderLine
    package let sessions: Sessions
    package let intake: Intake
    let maker: any VideoMaking
    let calls: any OutgoingCalls
    /// Milliseconds since 1970.
    package let now: @Sendable () -> Int64
    /// Takes words for whoever runs the server.
    let log: @Sendable (String) -> Void

    /// Tasks in one request.
    private static let mostTasks = 100

    package init(
        settings: ServeSettings, folder: ServeFolder, store: ServeStore, maker: any VideoMaking,
        calls: any OutgoingCalls, now: @escaping @Sendable () -> Int64, log: @escaping @Sendable (String) -> Void
    ) {
        self.settings = settings
        self.folder = folder
        self.store = store
        self.maker = maker
        self.calls = calls
        self.now = now
        self.log = log
        line = RenderLine()
        sessions = Sessions()
        intake = Intake()
    }

    /// How often anything has changed that an overview tells.
    package var changes: Int { store.changes.value + line.progress.changes.value }

    /// Answers an array of tasks, in its order. What is wrong with one keeps back none of the others.
    package func answer(_ tasks: [JSONValue], for caller: Caller) async -> ServiceAnswer {
        guard tasks.count <= Self.mostTasks else { return ServiceAnswer(.tooManyTasks) }
        var answer = ServiceAnswer()
        for task in tasks {
            do { answer.add(try await self.answer(task, for: caller)) } catch let problem as ServiceProblem {
                answer.add(ServiceAnswer(problem.about(task)))
            } catch {
                log("\(error)")
                answer.add(ServiceAnswer(ServiceProblem.internalError.about(task)))
            }
        }
        return answer
    }

    private func answer(_ task: JSONValue, for caller: Caller) async throws -> ServiceAnswer {
        guard case .object = task else { throw ServiceProblem.noTasks }
        guard let type = task["taskType"], type != .null else {
            throw ServiceProblem.missing("taskType", type: "string")
        }
        switch type.text {
        case "videoInference": return try await submit(task, for: caller)
        case "getResponse": return report(try await self.task(named: task, of: caller), caller)
        case "getTaskDetails": return try await details(task, for: caller)
        case "mediaStorage", "imageUpload": return try await media(task, for: caller)
        case "accountManagement": return try await accountDetails(task, for: caller)
        case "ping": return ServiceAnswer(items: [Self.pong])
        default:
            var problem = ServiceProblem(
                "unsupportedTaskType",
                "Unsupported task type. This server knows: \(Self.types.joined(separator: ", ")).",
                parameter: "taskType", type: "string")
            problem.allowedValues = Self.types
            throw problem
        }
    }

    private static let types = [
        "accountManagement", "authentication", "getResponse", "getTaskDetails", "imageUpload", "mediaStorage", "ping",
        "videoInference",
    ]

    /// What a ping is answered by.
    package static let pong = JSONValue.object(["taskType": .text("ping"), "pong": .flag(true)])

    /// The name in a task, which has to be there and right.
    func identifier(_ task: JSONValue) throws(ServiceProblem) -> String {
        guard let value = task["taskUUID"], value != .null else { throw .missing("taskUUID", type: "string") }
        guard let text = value.text, FieldCheck.isIdentifier(text) else {
            throw .invalid("taskUUID", type: "string", expected: "a UUIDv4 string")
        }
        return text
    }

    /// The task of this account that a `taskUUID` names.
    func task(named request: JSONValue, of caller: Caller) async throws -> StoredTask {
        let id = try identifier(request)
        guard let task = try await store.task(id.lowercased(), of: caller.account) else {
            throw ServiceProblem(
                "taskFailedOrNotFound", "There is no task with this 'taskUUID'.", parameter: "taskUUID", type: "string",
                status: 404)
        }
        return task
    }
}

// MARK: - Videos

extension Service {
    private func submit(_ value: JSONValue, for caller: Caller) async throws -> ServiceAnswer {
        let check = FieldCheck(value)
        guard check.problems.isEmpty else { return ServiceAnswer(problems: check.problems.map { $0.about(value) }) }
        let asked = VideoTask(checked: value)
        for (name, url) in [("webhookURL", asked.webhookURL), ("uploadEndpoint", asked.uploadEndpoint)] {
            if let url, let reason = calls.objection(to: url) {
                throw ServiceProblem.invalid(name, type: "string", expected: "an address that may be called: \(reason)")
            }
        }
        let staging = InputStaging(
            folder: folder, store: store, intake: intake, calls: calls, settings: settings, now: now)
        let staged: InputStaging.Staged
        do { staged = try await staging.stage(asked, for: caller) } catch let error as StagingProblems {
            return ServiceAnswer(problems: error.problems.map { $0.about(value) })
        }
        if caller.isDryRun { return try await price(staged.task, value) }
        let stored = stored(staged, value, caller)
        let acceptance = try await store.accept(stored, within: settings.quotas)
        guard case .accepted(let task) = acceptance else {
            try Files.removeTree(Paths.join(folder.inputs, staged.task.folder))
            switch acceptance {
            case .accepted, .known: return acknowledgement(asked)
            case .conflict:
                throw ServiceProblem(
                    "conflictTaskUUID", "The 'taskUUID' was used before, for another task.", parameter: "taskUUID",
                    type: "string")
            case .full, .tooMany:
                let problem = acceptance == .full ? ServiceProblem.queueIsFull : .ownQueueIsFull
                var answer = ServiceAnswer(problem.about(value))
                answer.retryAfterSeconds = 5
                return answer
            case .noRoom: throw ServiceProblem.noRoom(settings.quotas.accountBytes)
            }
        }
        if let session = caller.session { await sessions.watch(task.number, session) }
        await line.add(task)
        return acknowledgement(asked)
    }

    /// One item, whatever the number of results; without a status.
    private func acknowledgement(_ task: VideoTask) -> ServiceAnswer {
        ServiceAnswer(items: [.object(["taskType": .text("videoInference"), "taskUUID": .text(task.shownID)])])
    }

    private func stored(_ staged: InputStaging.Staged, _ value: JSONValue, _ caller: Caller) -> StoredTask {
        let task = staged.task
        let fields = [
            task.model, task.prompt, String(task.cfgScaleHundredths), String(task.takes), task.format,
            String(task.quality), task.ttl.map { String($0) } ?? "", String(task.includesCost), task.safety,
            task.webhookURL ?? "", task.uploadEndpoint ?? "", staged.inputs,
        ]
        let takes = (0..<task.takes).map { take in
            StoredTake(videoUUID: TaskID.random().text, seed: task.seed(of: take, inputs: staged.inputs))
        }
        return StoredTask(
            account: caller.account, task: task,
            fingerprint: Digest(hashing: fields.joined(separator: "\0")).hexadecimal, request: Self.kept(value),
            origin: caller.origin, created: now(), takes: takes, inputBytes: staged.bytes)
    }

    /// A request without what is large: a file's bytes are left out.
    private static func kept(_ value: JSONValue) -> JSONValue {
        guard case .object(var members) = value, case .object(var inputs)? = members["inputs"] else { return value }
        for (name, input) in inputs {
            if let text = input.text, text.utf8.count > 2048 { inputs[name] = .text(String(text.prefix(64)) + "…") }
        }
        members["inputs"] = .object(inputs)
        return .object(members)
    }

    /// What a task would cost. Nothing is made, and nothing kept.
    private func price(_ task: VideoTask, _ value: JSONValue) async throws -> ServiceAnswer {
        defer { try? Files.removeTree(Paths.join(folder.inputs, task.folder)) }
        let inputs = TaskInputs(folder: folder, intake: intake, calls: calls, settings: settings)
        let audio = try await inputs.file(task.audio, "audio", in: task.folder)
        guard let milliseconds = try await maker.soundMilliseconds(of: audio) else {
            throw ServiceProblem.notTransferred("inputs.audio", "it cannot be decoded")
        }
        let cost = settings.prices[task.model]?.estimate(milliseconds: milliseconds) ?? .zero
        return ServiceAnswer(
            items: (0..<task.takes).map { _ in
                .object([
                    "taskType": .text("videoInference"), "taskUUID": .text(task.shownID), "cost": Self.dollars(cost),
                ])
            })
    }

    static func dollars(_ cost: Cost) -> JSONValue { .number(Double(cost.microDollars) / 1_000_000) }

    /// How far a task is. All its items wait for the last: clients have been seen to take a first result twice.
    package func report(_ task: StoredTask, _ caller: Caller?) -> ServiceAnswer {
        let origin = caller ?? Caller(account: task.account, origin: task.origin)
        var answer = ServiceAnswer()
        if task.state == .expired {
            var problem = ServiceProblem(
                "taskExpired", "The results of this task were deleted at the end of their 'ttl'.", status: 404)
            (problem.taskType, problem.taskUUID, problem.endsTask) = ("videoInference", task.task.shownID, true)
            return ServiceAnswer(problem)
        }
        let progress = line.progress.part(of: task.number)
        for take in task.takes {
            var item: [String: JSONValue] = [
                "taskType": .text("videoInference"), "taskUUID": .text(task.task.shownID),
                "videoUUID": .text(take.videoUUID), "status": .text("processing"),
            ]
            if task.state == .ended {
                switch take.outcome {
                case .open: break
                case .made(let cost, _):
                    item["status"] = .text("success")
                    item["videoURL"] = .text(origin.mediaURL("\(take.videoUUID).\(task.task.format)"))
                    item["seed"] = .number(Double(take.seed))
                    if task.task.includesCost { item["cost"] = Self.dollars(cost) }
                    if task.task.safety != "none" { item["NSFWContent"] = .flag(false) }
                case .failed(var problem):
                    (problem.taskType, problem.taskUUID) = ("videoInference", task.task.shownID)
                    answer.problems.append(problem)
                    continue
                }
            } else if let progress {
                item["progress"] = .number((progress * 100).rounded())
            }
            answer.items.append(.object(item))
        }
        return answer
    }

    private func details(_ request: JSONValue, for caller: Caller) async throws -> ServiceAnswer {
        let task = try await task(named: request, of: caller)
        let report = report(task, caller)
        var response: [String: JSONValue] = [:]
        if !report.items.isEmpty { response["data"] = .list(report.items) }
        if !report.problems.isEmpty { response["errors"] = .list(report.problems.map(\.value)) }
        return ServiceAnswer(items: [
            .object([
                "taskType": .text("getTaskDetails"), "taskUUID": .text(task.task.shownID),
                "request": .list([task.request]), "response": .object(response),
            ])
        ])
    }
}
