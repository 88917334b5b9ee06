import AuroraCore

/// How a record tells of a payment.
extension PaidFacts {
    init?(json: CanonicalJSON) {
        guard let members = json.object, let request = members["requestKey"]?.text.flatMap({ Digest(hexadecimal: $0) }),
            let task = members["taskUUID"]?.text,
            let attempt = members["attempt"]?.integer.flatMap({ Int(exactly: $0) }),
            let estimate = members["estimateMicroDollars"]?.integer,
            let started = members["startedAt"]?.text.flatMap({ UTCTime($0) }),
            let finished = members["finishedAt"]?.text.flatMap({ UTCTime($0) })
        else { return nil }
        self.init(
            request: request, task: task, attempt: attempt, video: members["videoUUID"]?.text ?? "",
            seed: members["seed"]?.text, estimate: Cost(microDollars: estimate),
            isCostTold: members["costIs"]?.text != "estimated", started: started.milliseconds,
            finished: finished.milliseconds)
    }

    var json: CanonicalJSON {
        var members: [String: CanonicalJSON] = [
            "requestKey": .text(request.hexadecimal), "taskUUID": .text(task), "attempt": .integer(Int64(attempt)),
            "estimateMicroDollars": .integer(estimate.microDollars), "costIs": .text(isCostTold ? "told" : "estimated"),
            "startedAt": .text(UTCTime(milliseconds: started).description),
            "finishedAt": .text(UTCTime(milliseconds: finished).description),
        ]
        if !video.isEmpty { members["videoUUID"] = .text(video) }
        if let seed { members["seed"] = .text(seed) }
        return .object(members)
    }
}
