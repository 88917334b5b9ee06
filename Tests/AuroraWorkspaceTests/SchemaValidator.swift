import AuroraCore
import Testing

/// A JSON value of a test.
indirect enum TestJSON: Equatable, Sendable {
    case null
    case flag(Bool)
    case number(String)
    case text(String)
    case list([TestJSON])
    case object([(String, TestJSON)])

    static func == (left: TestJSON, right: TestJSON) -> Bool { left.text == right.text }

    /// As JSON, which is YAML too.
    var text: String {
        switch self {
        case .null: "null"
        case .flag(let flag): flag ? "true" : "false"
        case .number(let digits): digits
        case .text(let text): JSONSchema.quoted(text)
        case .list(let items): "[" + items.map(\.text).joined(separator: ", ") + "]"
        case .object(let members):
            "{" + members.map { "\(JSONSchema.quoted($0.0)): \($0.1.text)" }.joined(separator: ", ") + "}"
        }
    }
}

/// Judges values by a JSON Schema: as much of draft 2020-12 as Aurora's schemas use. What it does not know is an issue.
struct SchemaValidator {
    private let schema: JSONSchema

    init(_ schema: JSONSchema) { self.schema = schema }

    func accepts(_ value: TestJSON) -> Bool { accepts(value, schema) }

    private func accepts(_ value: TestJSON, _ schema: JSONSchema) -> Bool {
        guard case .object(let keywords) = schema else { return schema == .flag(true) }
        return keywords.allSatisfy { accepts(value, $0.name, $0.value, in: schema) }
    }

    private func accepts(_ value: TestJSON, _ keyword: String, _ wanted: JSONSchema, in schema: JSONSchema) -> Bool {
        switch (keyword, value) {
        case ("$schema", _), ("title", _), ("description", _): return true
        case ("type", _): return words(wanted).contains { isOfType(value, $0) }
        case ("enum", _): return list(wanted).contains { $0 == asSchema(value) }
        case ("const", _): return wanted == asSchema(value)
        case ("anyOf", _): return list(wanted).contains { accepts(value, $0) }
        case ("not", _): return !accepts(value, wanted)
        case ("minimum", .number(let digits)): return number(digits) >= number(wanted)
        case ("maximum", .number(let digits)): return number(digits) <= number(wanted)
        case ("multipleOf", .number(let digits)):
            let steps: [JSONSchema] = [.number("0.01"), .number("0.001"), .number("0.0001")]
            guard let places = steps.firstIndex(of: wanted).map({ $0 + 2 }) else {
                Issue.record("a step that the validator does not know")
                return false
            }
            return (digits.split(separator: ".").dropFirst().first ?? "").reversed().drop { $0 == "0" }.count <= places
        case ("minLength", .text(let text)): return Double(text.unicodeScalars.count) >= number(wanted)
        case ("maxLength", .text(let text)): return Double(text.unicodeScalars.count) <= number(wanted)
        case ("pattern", .text(let text)): return matches(text, wanted)
        case ("items", .list(let items)): return items.allSatisfy { accepts($0, wanted) }
        case ("minItems", .list(let items)): return Double(items.count) >= number(wanted)
        case ("maxItems", .list(let items)): return Double(items.count) <= number(wanted)
        case ("uniqueItems", .list(let items)): return Set(items.map(\.text)).count == items.count
        case ("properties", .object(let members)):
            return members.allSatisfy { name, value in wanted[name].map { accepts(value, $0) } ?? true }
        case ("required", .object(let members)):
            return words(wanted).allSatisfy { name in members.contains { $0.0 == name } }
        case ("minProperties", .object(let members)): return Double(members.count) >= number(wanted)
        case ("propertyNames", .object(let members)): return members.allSatisfy { accepts(.text($0.0), wanted) }
        case ("additionalProperties", .object(let members)):
            let known = schema["properties"]?.names ?? []
            return members.allSatisfy { known.contains($0.0) || accepts($0.1, wanted) }
        case (let keyword, _) where Self.keywords.contains(keyword): return true
        default:
            Issue.record("the validator does not know `\(keyword)`")
            return false
        }
    }

    /// Those that say nothing of values of another type.
    private static let keywords: Set<String> = [
        "minimum", "maximum", "multipleOf", "minLength", "maxLength", "pattern", "items", "minItems", "maxItems",
        "uniqueItems",
        "properties", "required", "minProperties", "propertyNames", "additionalProperties",
    ]

    private func isOfType(_ value: TestJSON, _ type: String) -> Bool {
        switch value {
        case .null: type == "null"
        case .flag: type == "boolean"
        case .number(let digits): type == "number" || (type == "integer" && !digits.contains("."))
        case .text: type == "string"
        case .list: type == "array"
        case .object: type == "object"
        }
    }

    private func asSchema(_ value: TestJSON) -> JSONSchema {
        switch value {
        case .flag(let flag): .flag(flag)
        case .number(let digits): .number(digits)
        case .text(let text): .text(text)
        default: .object([])
        }
    }

    private func matches(_ text: String, _ pattern: JSONSchema) -> Bool {
        guard case .text(let pattern) = pattern, let regex = try? Regex(pattern) else {
            Issue.record("no pattern: \(pattern)")
            return false
        }
        return text.contains(regex)
    }

    private func number(_ schema: JSONSchema) -> Double {
        if case .number(let digits) = schema { return number(digits) }
        return .nan
    }

    private func number(_ digits: String) -> Double { Double(digits) ?? .nan }

    private func list(_ schema: JSONSchema) -> [JSONSchema] {
        if case .list(let items) = schema { return items }
        return [schema]
    }

    private func words(_ schema: JSONSchema) -> [String] {
        list(schema).compactMap { if case .text(let text) = $0 { text } else { nil } }
    }
}
