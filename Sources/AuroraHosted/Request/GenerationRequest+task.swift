import AuroraWorkspace

/// Where the inputs of a task are, and how its result is delivered: nothing of it changes what the result is.
package struct Delivery: Hashable, Sendable {
    /// As the service finds it: a URL, a UUID or a data URI.
    package var image: String
    package var audio: String
    /// Seconds for which the service keeps the result.
    package var ttl: Int
    package var includesCost: Bool

    package init(image: String, audio: String, ttl: Int = Self.defaultTTL, includesCost: Bool = true) {
        self.image = image
        self.audio = audio
        self.ttl = ttl
        self.includesCost = includesCost
    }

    /// A week: a build that is interrupted on a Friday finds its results.
    package static let defaultTTL = 604_800
}

extension GenerationRequest {
    /// The task object, as it is sent.
    package func task(_ id: TaskID, _ delivery: Delivery, secrets: [OutgoingTask.SecretMember] = []) -> OutgoingTask {
        var members: [String: JSONValue] = [
            "taskType": .text("videoInference"),
            "taskUUID": .text(id.text),
            "model": .text(model),
            "CFGScale": .number(Double(cfgScaleHundredths) / 100),
            "numberResults": .number(1),
            "outputType": .text("URL"),
            "outputFormat": .text(format.rawValue.uppercased()),
            "outputQuality": .number(Double(quality)),
            "deliveryMethod": .text("async"),
            "includeCost": .flag(delivery.includesCost),
            "ttl": .number(Double(delivery.ttl)),
            "inputs": .object(["image": .text(delivery.image), "audio": .text(delivery.audio)]),
        ]
        if !prompt.isEmpty { members["positivePrompt"] = .text(prompt) }
        if safety != .none {
            members["safety"] = .object(["checkContent": .flag(true), "mode": .text(safety.rawValue)])
        }
        return OutgoingTask(id: id, members: .object(members), secrets: secrets)
    }
}
