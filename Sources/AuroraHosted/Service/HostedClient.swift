package import AuroraCore
package import AuroraNet

/// The hosted API over HTTP: one endpoint, arrays of tasks to it, `data` and `errors` back.
package struct HostedClient: HostedService {
    /// Where the API is.
    package let url: String
    private let key: Secret
    private let transport: any HTTPTransport
    /// For what may be repeated at will.
    private let patient: any HTTPTransport

    /// Where the API is unless the user says otherwise.
    package static let publicURL = "https://api.runware.ai/v1"

    /// `patient` sends again what fails; `transport` must not.
    package init(url: String, key: Secret, transport: any HTTPTransport, patient: any HTTPTransport) {
        self.url = url
        self.key = key
        self.transport = transport
        self.patient = patient
    }

    package func submit(_ task: OutgoingTask) async throws -> SubmitAnswer {
        guard case .object(var members) = task.members else { preconditionFailure("a task is an object") }
        for secret in task.secrets { members[secret.name] = .text(secret.value.revealed) }
        let answer: HTTPAnswer
        do throws(HTTPFailure) { answer = try await send(.object(members), by: transport) } catch {
            switch error {
            case .notSent(let reason): return .notSent(reason)
            case .unknown(let reason): return .unknown(reason)
            case .answerTooLarge: return .unknown("the answer is too long")
            // It may have arrived all the same; who looks next time will see.
            case .cancelled: throw CancellationError()
            }
        }
        guard let reply = ServiceReply(answer) else {
            return (200...299).contains(answer.status)
                ? .unknown("the answer is not one of the API")
                : Self.consequence(of: ServiceError(status: answer.status), answer)
        }
        if !reply.items(of: task.id).isEmpty { return .accepted }
        if let trouble = reply.trouble(with: task.id) { return Self.consequence(of: trouble.error, answer) }
        return .unknown("the answer does not speak of the task")
    }

    private static func consequence(of error: ServiceError, _ answer: HTTPAnswer) -> SubmitAnswer {
        switch error.consequence {
        case .stopsEverything: .stopped(error)
        case .rejectsTask: .rejected(error)
        case .comesTooSoon: .tooSoon(retryAfterSeconds: answer.retryAfterSeconds)
        case .nameIsTaken: .nameIsTaken
        case .isUnknownTask, .leavesOpen: .unknown(error.message)
        }
    }

    package func report(on id: TaskID) async throws -> TaskReport {
        let answer: HTTPAnswer
        switch try await ask("getResponse", about: id) {
        case .success(let found): answer = found
        case .failure(let failure): return .unclear(failure.words, retryAfterSeconds: nil)
        }
        guard let reply = ServiceReply(answer) else {
            let error = ServiceError(status: answer.status)
            return error.consequence == .stopsEverything
                ? .stopped(error) : .unclear(error.message, retryAfterSeconds: answer.retryAfterSeconds)
        }
        return reply.report(on: id, retryAfterSeconds: answer.retryAfterSeconds)
    }

    package func history(of id: TaskID) async throws -> TaskHistory {
        let answer: HTTPAnswer
        switch try await ask("getTaskDetails", about: id) {
        case .success(let found): answer = found
        case .failure(let failure): return .unclear(failure.words)
        }
        guard let reply = ServiceReply(answer) else { return .unclear(ServiceError(status: answer.status).message) }
        if let item = reply.items(of: id).first {
            let request = item["request"]
            let sent = request?.list?.first { $0["taskUUID"]?.text.flatMap { TaskID($0) } == id } ?? request
            let told = item["response"].flatMap { ServiceReply($0, status: 200) }
            return .found(request: sent, told?.report(on: id) ?? .processing(fraction: nil))
        }
        guard let trouble = reply.trouble(with: id) else {
            return reply.items.isEmpty ? .missing : .unclear("another task")
        }
        switch trouble.error.consequence {
        case .isUnknownTask: return .missing
        case .rejectsTask where trouble.error.status == 404 || trouble.error.code.lowercased().hasSuffix("notfound"):
            return .missing
        default: return .unclear(trouble.error.message)
        }
    }

    private func ask(_ taskType: String, about id: TaskID) async throws -> Result<HTTPAnswer, HTTPFailure> {
        let task = JSONValue.object(["taskType": .text(taskType), "taskUUID": .text(id.text)])
        do throws(HTTPFailure) { return .success(try await send(task, by: transport)) } catch {
            if case .cancelled = error { throw CancellationError() }
            return .failure(error)
        }
    }

    private func send(_ task: JSONValue, by transport: any HTTPTransport) async throws(HTTPFailure) -> HTTPAnswer {
        try await transport.send(request(.bytes(Array("[\(task.line)]".utf8))))
    }

    private func request(_ body: HTTPBody) -> HTTPRequest {
        HTTPRequest(
            .post, url, headers: [("Content-Type", "application/json"), ("Accept", "application/json")], bearer: key,
            body: body)
    }
}

extension HostedClient: MediaUploading {
    package func upload(_ file: String, type: String) async throws -> StoredMedia {
        let id = TaskID.random()
        let head = """
            [{"taskType":"mediaStorage","taskUUID":"\(id)","operation":"upload","media":"data:\(type);base64,
            """
        var request = request(
            .base64(before: Array(head.utf8), file: file, after: Array("\"}]".utf8)))
        // A slow line may take a while for a large file.
        request.limits.totalSeconds = 900
        let answer: HTTPAnswer
        do throws(HTTPFailure) { answer = try await patient.send(request) } catch {
            if case .cancelled = error { throw CancellationError() }
            throw UploadFailure.unreachable(error.words)
        }
        guard let reply = ServiceReply(answer) else { throw UploadFailure.refused(ServiceError(status: answer.status)) }
        if let item = reply.items(of: id).first, let uuid = item["mediaUUID"]?.text {
            return StoredMedia(uuid: uuid, url: item["mediaURL"]?.text, used: 0)
        }
        let error = reply.trouble(with: id)?.error
        throw UploadFailure.refused(
            error ?? ServiceError(code: "", message: "the service does not say where it is", status: answer.status))
    }
}

/// Brings files to where the service finds them. Free.
package protocol MediaUploading: Sendable {
    /// Sends a file whose media type is `type`: `image/png`. Throws `UploadFailure` or `CancellationError`.
    func upload(_ file: String, type: String) async throws -> StoredMedia
}

/// Why a file could not be brought to the service. Nothing was paid.
package enum UploadFailure: Error, Hashable, Sendable {
    case refused(ServiceError)
    case unreachable(String)
}

extension HTTPFailure {
    var words: String {
        switch self {
        case .notSent(let words), .unknown(let words): words
        case .answerTooLarge: "the answer is too long"
        case .cancelled: "it was interrupted"
        }
    }
}
