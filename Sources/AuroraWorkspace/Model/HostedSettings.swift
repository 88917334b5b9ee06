package import AuroraCore

/// Settings that only the hosted API takes. They are part of no key: they change where a result goes and how long it stays,
/// not what it is.
package struct HostedSettings: Hashable, Sendable {
    /// Seconds for which the API keeps the result: 60…31,536,000.
    package internal(set) var ttl: Located<Int>?
    package internal(set) var includesCost: Located<Bool>?
    package internal(set) var uploadEndpoint: Located<SecretText>?
    package internal(set) var webhookURL: Located<SecretText>?
    /// The hosted model.
    package internal(set) var model: Located<String>?
    /// `URL`, the only one that the model has.
    package internal(set) var outputType: Located<String>?
    /// `async`, the only one that the model has.
    package internal(set) var deliveryMethod: Located<String>?
    /// What a task was called when it was sent: a UUID of version 4.
    package internal(set) var taskUUID: Located<String>?

    /// Nothing stated.
    package init() {}

    /// Those that are stated, by the names they have in a scene file.
    package var names: [String] {
        [
            ttl.map { _ in "ttl" }, includesCost.map { _ in "includeCost" },
            uploadEndpoint.map { _ in "uploadEndpoint" },
            webhookURL.map { _ in "webhookURL" }, model.map { _ in "model" }, outputType.map { _ in "outputType" },
            deliveryMethod.map { _ in "deliveryMethod" }, taskUUID.map { _ in "taskUUID" },
        ].compactMap { $0 }
    }
}

/// One hosted setting with a value for it.
package enum HostedSettingValue: Hashable, Sendable {
    case ttl(Int)
    case includeCost(Bool)
    case uploadEndpoint(SecretText)
    case webhookURL(SecretText)
    case model(String)
    case outputType(String)
    case deliveryMethod(String)
    case taskUUID(String)
}

extension HostedSettings {
    mutating func apply(_ value: HostedSettingValue, at span: SourceSpan?) {
        switch value {
        case .ttl(let value): ttl = Located(value, at: span)
        case .includeCost(let value): includesCost = Located(value, at: span)
        case .uploadEndpoint(let value): uploadEndpoint = Located(value, at: span)
        case .webhookURL(let value): webhookURL = Located(value, at: span)
        case .model(let value): model = Located(value, at: span)
        case .outputType(let value): outputType = Located(value, at: span)
        case .deliveryMethod(let value): deliveryMethod = Located(value, at: span)
        case .taskUUID(let value): taskUUID = Located(value, at: span)
        }
    }
}

/// A text that may be secret, as a file states it: itself, if it is none, or where it is found.
package enum SecretText: Hashable, Sendable {
    case plain(String)
    /// The value of an environment variable, written `{env: NAME}`.
    case environment(String)
}

extension Located<SecretText> {
    /// The value, from these environment variables. To be asked for when it is needed: a variable that is not set is a
    /// mistake only then. Throws `DiagnosticsError`.
    package func secret(_ variables: [String: String]) throws(DiagnosticsError) -> Secret {
        switch value {
        case .plain(let text): return Secret(text)
        case .environment(let name):
            if let value = variables[name], !value.isEmpty { return Secret(value) }
            throw DiagnosticsError([
                Diagnostic(
                    "the environment variable `\(name)` is not set", at: span,
                    hint: "set it before you run `aurora`, as in `export \(name)=…`")
            ])
        }
    }
}
