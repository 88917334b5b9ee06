/// One member of a task object of the hosted API: its name and what it may be.
///
/// The one table of the API's parameters: whoever reads such tasks, and whoever answers them, goes by it. Ranges are those of
/// the model's published page.
package struct HostedField: Sendable {
    /// What a member may be.
    package enum Kind: Sendable {
        /// Text of so many characters.
        case text(ClosedRange<Int>)
        /// One of these words, in capitals or not; also as the only one of a list where `mayBeListed`.
        case word([String], mayBeListed: Bool = false)
        case integer(ClosedRange<Int>)
        /// A number in steps of a hundredth; the range is in hundredths.
        case hundredths(ClosedRange<Int>)
        case flag
        /// An address that is called.
        case address
        /// A UUID of version 4.
        case identifier
        /// A picture or a sound: a URL, a UUID, a data URI or base64.
        case media
        case object([HostedField])
    }

    package let name: String
    package let kind: Kind
    package let isRequired: Bool

    private init(_ name: String, _ kind: Kind, isRequired: Bool = false) {
        self.name = name
        self.kind = kind
        self.isRequired = isRequired
    }

    /// The members of a task `videoInference`, for both models.
    package static let videoInference = [
        HostedField("taskType", .word(["videoInference"]), isRequired: true),
        HostedField("taskUUID", .identifier, isRequired: true),
        HostedField("model", .word(HostedTask.models), isRequired: true),
        HostedField("positivePrompt", .text(FieldReader.promptLength)),
        HostedField("CFGScale", .hundredths(SettingRange.cfgScaleHundredths)),
        HostedField("numberResults", .integer(SettingRange.takes)),
        HostedField("outputType", .word(["URL"], mayBeListed: true)),
        HostedField("outputFormat", .word(VideoFormat.allCases.map { $0.rawValue.uppercased() })),
        HostedField("outputQuality", .integer(SettingRange.quality)),
        HostedField("deliveryMethod", .word(["async"])),
        HostedField("includeCost", .flag),
        HostedField("ttl", .integer(FieldReader.ttlSeconds)),
        HostedField("uploadEndpoint", .address),
        HostedField("webhookURL", .address),
        HostedField(
            "safety",
            .object([
                HostedField("checkContent", .flag),
                HostedField("mode", .word(SafetyLevel.allCases.map(\.rawValue))),
            ])),
        HostedField(
            "inputs",
            .object([
                HostedField("image", .media, isRequired: true), HostedField("audio", .media, isRequired: true),
            ]), isRequired: true),
    ]
}
