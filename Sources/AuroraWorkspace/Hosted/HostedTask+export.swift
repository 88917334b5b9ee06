package import AuroraCore

extension ExportedScene {
    /// The task object, every member stated. `image` and `audio` are what it says of the inputs; `taskUUID` is used if
    /// the scene states none. Members whose value is a secret are left out.
    package func task(image: String, audio: String, taskUUID: String) -> JSONSchema {
        typealias Member = JSONSchema.Member
        let hosted = settings.hosted
        var members = [
            Member("taskType", .text("videoInference")),
            Member("taskUUID", .text(hosted.taskUUID?.value ?? taskUUID)),
            Member("model", .text(hosted.model?.value ?? HostedTask.model)),
        ]
        if !prompt.isEmpty { members.append(Member("positivePrompt", .text(prompt))) }
        members += [
            Member("CFGScale", .number(Self.decimal(hundredths: settings.cfgScaleHundredths))),
            Member("numberResults", .number(String(settings.takes))),
            Member("outputType", .text(hosted.outputType?.value ?? "URL")),
            Member("outputFormat", .text(settings.format.rawValue.uppercased())),
            Member("outputQuality", .number(String(settings.quality))),
            Member("deliveryMethod", .text(hosted.deliveryMethod?.value ?? "async")),
        ]
        if let flag = hosted.includesCost?.value { members.append(Member("includeCost", .flag(flag))) }
        if let seconds = hosted.ttl?.value { members.append(Member("ttl", .number(String(seconds)))) }
        for (name, secret) in [("uploadEndpoint", hosted.uploadEndpoint), ("webhookURL", hosted.webhookURL)] {
            if case .plain(let url)? = secret?.value { members.append(Member(name, .text(url))) }
        }
        members.append(
            Member(
                "safety",
                .object([
                    Member("checkContent", .flag(settings.safety != .none)),
                    Member("mode", .text(settings.safety.rawValue)),
                ])))
        members.append(
            Member("inputs", .object([Member("image", .text(image)), Member("audio", .text(audio))])))
        return .object(members)
    }

    /// Members that are left out, with the environment variable that holds their value.
    package var secrets: [(member: String, variable: String)] {
        [("uploadEndpoint", settings.hosted.uploadEndpoint), ("webhookURL", settings.hosted.webhookURL)]
            .compactMap { name, secret in
                if case .environment(let variable)? = secret?.value { (name, variable) } else { nil }
            }
    }

    /// `1.6`: no more digits than it takes.
    private static func decimal(hundredths: Int) -> String {
        let fraction = hundredths % 100
        if fraction == 0 { return String(hundredths / 100) }
        return fraction % 10 == 0
            ? "\(hundredths / 100).\(fraction / 10)" : "\(hundredths / 100).\(fraction < 10 ? "0" : "")\(fraction)"
    }
}
