import AuroraCore
import AuroraHosted
import AuroraNet

/// The adversary as a service on the wire: what it does is told in HTTP and JSON, or garbled.
struct WireAdversary: HTTPTransport {
    let adversary: Adversary

    private enum Garbling: Sendable, CaseIterable {
        case none, getsLost, answerGetsLost, isTooMuch, isHTML, isNoJSON, isEmpty, isAboutAnother
    }

    func send(_ request: HTTPRequest) async throws(HTTPFailure) -> HTTPAnswer {
        guard case .bytes(let body) = request.body, let tasks = JSONValue(body)?.list, let task = tasks.first,
            let id = task["taskUUID"]?.text.flatMap({ TaskID($0) }), let type = task["taskType"]?.text
        else { throw .notSent("the client sends something else than one task") }
        let garbling = adversary.choose(Garbling.allCases)
        switch garbling {
        case .getsLost: throw .unknown("connection reset")
        case .isTooMuch: return HTTPAnswer(status: 429, retryAfterSeconds: 2, body: [])
        default: break
        }
        // What follows garbles the answer alone: the request has arrived.
        let answer = await self.answer(type, id, task)
        switch garbling {
        case .none: return answer
        case .answerGetsLost: throw .unknown("time-out")
        case .isHTML: return HTTPAnswer(status: 502, contentType: "text/html", body: Array("<html>".utf8))
        case .isNoJSON: return HTTPAnswer(status: 200, body: Array(#"{"data":[{"#.utf8))
        case .isEmpty: return HTTPAnswer(status: 200, body: Array(#"{"data":[]}"#.utf8))
        case .isAboutAnother:
            let other = TaskID.random()
            return HTTPAnswer(
                status: 200,
                body: Array(String(decoding: answer.body, as: UTF8.self).replacing(id.text, with: other.text).utf8))
        case .getsLost, .isTooMuch: preconditionFailure("told above")
        }
    }

    private func answer(_ type: String, _ id: TaskID, _ task: JSONValue) async -> HTTPAnswer {
        let item: JSONValue
        switch type {
        case "videoInference":
            guard adversary.receive(id) else { return Self.failure("conflictTaskUUID", id) }
            item = .object(["taskType": .text(type), "taskUUID": .text(id.text)])
        case "getResponse":
            guard adversary.holds(id) else { return Self.failure("taskFailedOrNotFound", id) }
            item = Self.finished(id)
        default:
            guard adversary.holds(id) else { return Self.failure("taskNotFound", id) }
            item = .object([
                "taskType": .text(type), "taskUUID": .text(id.text),
                "response": .object(["data": .list([Self.finished(id)])]),
            ])
        }
        return HTTPAnswer(status: 200, body: Array(JSONValue.object(["data": .list([item])]).line.utf8))
    }

    private static func finished(_ id: TaskID) -> JSONValue {
        .object([
            "taskType": .text("videoInference"), "taskUUID": .text(id.text), "status": .text("success"),
            "videoUUID": .text("V"), "videoURL": .text("https://example.com/\(id).mp4"), "cost": .number(0.0001),
        ])
    }

    private static func failure(_ code: String, _ id: TaskID) -> HTTPAnswer {
        let error = JSONValue.object(["code": .text(code), "message": .text(code), "taskUUID": .text(id.text)])
        return HTTPAnswer(status: 400, body: Array(JSONValue.object(["errors": .list([error])]).line.utf8))
    }
}
