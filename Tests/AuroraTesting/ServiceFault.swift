/// Something that goes wrong at a `ScriptedService`. See `Tests/EndToEndTests/Service/faults.py`.
package struct ServiceFault: Sendable, CustomStringConvertible {
    /// What it is for. `connect` is a connection, before anything is read from it.
    package enum Target: String, Sendable, CaseIterable { case submit, poll, details, upload, download, connect }

    /// Before the request is carried out, which it then is not, or after.
    package enum Moment: String, Sendable, CaseIterable { case before, after }

    /// What an answer with a bad status says.
    package enum Page: String, Sendable { case errors, html, empty, legacy }

    /// How a failed generation is told.
    package enum Telling: String, Sendable, CaseIterable { case errors, data, flat }

    package enum Trouble: Sendable {
        case status(Int, Page = .errors, code: String? = nil, parameter: String? = nil, retryAfter: String? = nil)
        case reset, close, stall, garbage, half, malformed, emptyData, wrongTask
        /// The connection is reset, and the request is carried out so many requests later.
        case late(requests: Int)
        /// A poll, or a question for details, finds nothing.
        case forget
        case fail(
            Telling, code: String = "inferenceError", message: String = "The generation failed.", charged: Bool = false)
        /// What a result is said to cost: so many times as much, this many dollars, or nothing is said.
        case costTimes(Double), costs(Double), costsUnsaid
        /// The video has this length.
        case seconds(Double)
        // Of downloads.
        case truncate(Int), stallBody(Int), html, json, oversize(Int), otherVideo(seconds: Double), noRange
    }

    private let target: Target
    private let trouble: Trouble
    private let moment: Moment
    private let times: Int
    private let skip: Int
    private let prompt: String?

    /// For the next `times` requests, `skip` later; only for tasks with `prompt` in theirs, if it is given.
    package init(
        _ target: Target, _ trouble: Trouble, _ moment: Moment = .before, times: Int = 1, skip: Int = 0,
        prompt: String? = nil
    ) {
        self.target = target
        self.trouble = trouble
        self.moment = moment
        self.times = times
        self.skip = skip
        self.prompt = prompt
    }

    package var description: String { "\(target) \(trouble) \(moment)" }

    /// As the program reads it.
    var json: [String: any Sendable] {
        var json: [String: any Sendable] = [
            "on": target.rawValue, "when": moment.rawValue, "times": times, "skip": skip,
        ]
        if let prompt { json["prompt"] = prompt }
        return json.merging(trouble.json) { $1 }
    }
}

extension ServiceFault.Trouble: CustomStringConvertible {
    /// In the words of the script, without what is as always.
    package var description: String {
        switch self {
        case .status(let status, let page, let code, _, let retryAfter):
            ["status \(status)", page == .errors ? nil : "as \(page)", code, retryAfter.map { "Retry-After \($0)" }]
                .compactMap { $0 }.joined(separator: " ")
        case .late(let requests): "late by \(requests)"
        case .fail(let telling, _, _, let charged): "fail as \(telling)\(charged ? ", charged" : "")"
        case .costTimes(let factor): "cost times \(factor)"
        case .costs(let dollars): "cost \(dollars)"
        case .costsUnsaid: "cost unsaid"
        case .seconds(let seconds): "\(seconds) seconds"
        case .truncate(let bytes): "truncate at \(bytes)"
        case .stallBody(let bytes): "stall at \(bytes)"
        case .oversize(let bytes): "oversize \(bytes)"
        case .otherVideo(let seconds): "other of \(seconds) seconds"
        case .reset: "reset"
        case .close: "close"
        case .stall: "stall"
        case .garbage: "garbage"
        case .half: "half"
        case .malformed: "malformed"
        case .emptyData: "emptyData"
        case .wrongTask: "wrongTask"
        case .forget: "forget"
        case .html: "html"
        case .json: "json"
        case .noRange: "noRange"
        }
    }

    fileprivate var json: [String: any Sendable] {
        switch self {
        case .status(let status, let page, let code, let parameter, let retryAfter):
            var json: [String: any Sendable] = ["do": "status", "status": status, "body": page.rawValue]
            if let code { json["code"] = code }
            if let parameter { json["parameter"] = parameter }
            if let retryAfter { json["retryAfter"] = retryAfter }
            return json
        case .late(let requests): return ["do": "late", "requests": requests]
        case .fail(let telling, let code, let message, let charged):
            return ["do": "fail", "as": telling.rawValue, "code": code, "message": message, "charged": charged]
        case .costTimes(let factor): return ["do": "cost", "factor": factor]
        case .costs(let dollars): return ["do": "cost", "value": dollars]
        case .costsUnsaid: return ["do": "cost", "missing": true]
        case .seconds(let seconds): return ["do": "seconds", "seconds": seconds]
        case .truncate(let bytes): return ["do": "truncate", "bytes": bytes]
        case .stallBody(let bytes): return ["do": "stallBody", "bytes": bytes]
        case .oversize(let bytes): return ["do": "oversize", "bytes": bytes]
        case .otherVideo(let seconds): return ["do": "other", "seconds": seconds]
        case .reset, .close, .stall, .garbage, .half, .malformed, .emptyData, .wrongTask, .forget, .html, .json,
            .noRange:
            return ["do": description]
        }
    }
}
