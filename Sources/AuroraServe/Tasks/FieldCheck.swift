package import AuroraHosted
package import AuroraWorkspace

/// Holds a task object to the table of fields. Every violation is found, not only the first.
package struct FieldCheck {
    /// In the order of the table; unknown members by name behind it.
    package private(set) var problems: [ServiceProblem] = []

    package init(_ task: JSONValue, _ fields: [HostedField] = HostedField.videoInference) {
        check(task, fields, within: "")
    }

    private mutating func check(_ value: JSONValue, _ fields: [HostedField], within prefix: String) {
        guard case .object(let members) = value else { preconditionFailure("looked at before") }
        for field in fields {
            let parameter = prefix + field.name
            // Clients write null for what they do not state.
            guard let value = members[field.name], value != .null else {
                if field.isRequired { problems.append(.missing(parameter, type: field.kind.type)) }
                continue
            }
            check(value, field.kind, parameter)
        }
        for name in members.keys.sorted() where !fields.contains(where: { $0.name == name }) {
            problems.append(.unsupported(prefix + String(name.prefix(100))))
        }
    }

    private mutating func check(_ value: JSONValue, _ kind: HostedField.Kind, _ parameter: String) {
        switch kind {
        case .text(let length):
            let count = value.text?.unicodeScalars.count
            if count.map(length.contains) != true {
                refuse(parameter, kind, "a string of \(length.lowerBound) to \(length.upperBound) characters") {
                    ($0.minimum, $0.maximum) = (Double(length.lowerBound), Double(length.upperBound))
                }
            }
        case .word(let words, let mayBeListed):
            let single = mayBeListed && value.list?.count == 1 ? value.list?.first : value
            let text = single?.text?.lowercased()
            if !words.contains(where: { $0.lowercased() == text }) {
                refuse(parameter, kind, words.count == 1 ? "'\(words[0])'" : "one of \(words.joined(separator: ", "))")
                { $0.allowedValues = words }
            }
        case .integer(let range):
            let number = value.number.flatMap { Int(exactly: $0) }
            if number.map(range.contains) != true {
                refuse(parameter, kind, "an integer from \(range.lowerBound) to \(range.upperBound)") {
                    ($0.minimum, $0.maximum) = (Double(range.lowerBound), Double(range.upperBound))
                }
            }
        case .hundredths(let range):
            if Self.hundredths(value).map(range.contains) != true {
                let (low, high) = (Double(range.lowerBound) / 100, Double(range.upperBound) / 100)
                refuse(
                    parameter, kind,
                    "a number from \(range.lowerBound / 100) to \(range.upperBound / 100) in steps of 0.01"
                ) { ($0.minimum, $0.maximum, $0.multiplier) = (low, high, 0.01) }
            }
        case .flag: if value.flag == nil { refuse(parameter, kind, "true or false") }
        case .address: if !Self.isAddress(value.text) { refuse(parameter, kind, "an absolute http or https URI") }
        case .identifier: if !Self.isIdentifier(value.text) { refuse(parameter, kind, "a UUIDv4 string") }
        case .media:
            if value.text?.isEmpty != false { refuse(parameter, kind, "a URL, a UUID, a data URI or base64") }
        case .object(let fields):
            guard case .object = value else { return refuse(parameter, kind, "an object") }
            check(value, fields, within: parameter + ".")
        }
    }

    private mutating func refuse(
        _ parameter: String, _ kind: HostedField.Kind, _ expected: String,
        _ details: (inout ServiceProblem) -> Void = { _ in }
    ) {
        var problem = ServiceProblem.invalid(parameter, type: kind.type, expected: expected)
        details(&problem)
        problems.append(problem)
    }
}

extension FieldCheck {
    /// A number as hundredths; `nil` for what is none or has more digits.
    static func hundredths(_ value: JSONValue) -> Int? {
        guard let number = value.number, abs(number) < 1e9 else { return nil }
        let hundredths = (number * 100).rounded()
        // What is written with two digits is the number nearest to it.
        return hundredths / 100 == number ? Int(hundredths) : nil
    }

    /// Whether a text is a UUID of version 4.
    package static func isIdentifier(_ text: String?) -> Bool {
        guard let text, text.utf8.count == 36, let id = TaskID(text) else { return false }
        let characters = Array(id.text.utf8)
        return characters[14] == UInt8(ascii: "4") && "89ab".utf8.contains(characters[19])
            && text.utf8.allSatisfy { $0 < 0x80 }
    }

    /// Whether a text is an address that can be called, whoever it belongs to.
    static func isAddress(_ text: String?) -> Bool {
        guard let text, text.utf8.count <= 2048, text.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F }) else { return false }
        let lower = text.lowercased()
        guard let scheme = ["https://", "http://"].first(where: lower.hasPrefix) else { return false }
        let authority = lower.dropFirst(scheme.count).prefix { !"/?#\\".contains($0) }
        return !authority.isEmpty && !authority.contains("@")
    }
}

extension HostedField.Kind {
    /// What JSON type a member has to have, in the API's words.
    package var type: String {
        switch self {
        case .text, .word, .address, .identifier, .media: "string"
        case .integer: "integer"
        case .hundredths: "float"
        case .flag: "boolean"
        case .object: "object"
        }
    }
}
