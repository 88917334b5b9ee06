/// A JSON Schema (draft 2020-12), or a part of one: what a file may say, for editors and other programs.
package indirect enum JSONSchema: Sendable, Equatable {
    case text(String)
    /// A number as it is written, for no digit may be lost.
    case number(String)
    case flag(Bool)
    case list([JSONSchema])
    /// Members in the order in which they are to be read.
    case object([Member])

    package struct Member: Sendable, Equatable {
        package let name: String
        package let value: JSONSchema

        package init(_ name: String, _ value: JSONSchema) {
            self.name = name
            self.value = value
        }
    }

    /// The member of an object; `nil` if there is none, or if it is no object.
    package subscript(_ name: String) -> JSONSchema? {
        guard case .object(let members) = self else { return nil }
        return members.first { $0.name == name }?.value
    }

    /// The names of an object's members.
    package var names: [String] {
        guard case .object(let members) = self else { return [] }
        return members.map(\.name)
    }
}

extension JSONSchema {
    /// A whole schema for a file.
    package static func file(title: String, description: String, _ schema: JSONSchema) -> JSONSchema {
        .object([
            Member("$schema", .text("https://json-schema.org/draft/2020-12/schema")), Member("title", .text(title)),
        ]).adding(schema.describing(description))
    }

    /// Text, also where YAML takes it for a number or a flag.
    package static func anyText(atLeast minimum: Int? = nil, atMost maximum: Int? = nil, pattern: String? = nil)
        -> JSONSchema
    {
        var members = [Member("type", .list([.text("string"), .text("number"), .text("boolean")]))]
        if let minimum { members.append(Member("minLength", .number(String(minimum)))) }
        if let maximum { members.append(Member("maxLength", .number(String(maximum)))) }
        if let pattern { members.append(Member("pattern", .text(pattern))) }
        return .object(members)
    }

    /// A whole number within bounds that are written in decimal digits.
    package static func integer(from minimum: String, to maximum: String) -> JSONSchema {
        .object([
            Member("type", .text("integer")), Member("minimum", .number(minimum)), Member("maximum", .number(maximum)),
        ])
    }

    package static func integer(in range: ClosedRange<Int>) -> JSONSchema {
        integer(from: String(range.lowerBound), to: String(range.upperBound))
    }

    /// One of these words.
    package static func choice(_ words: [String]) -> JSONSchema {
        .object([Member("enum", .list(words.map { .text($0) }))])
    }

    /// An object with these members and no others.
    package static func record(_ properties: [Member], required: [String] = []) -> JSONSchema {
        var members = [Member("type", .text("object")), Member("properties", .object(properties))]
        if !required.isEmpty { members.append(Member("required", .list(required.map { .text($0) }))) }
        members.append(Member("additionalProperties", .flag(false)))
        return .object(members)
    }

    /// An object with a member for each name that fits, all of one kind.
    package static func dictionary(of value: JSONSchema, names pattern: String? = nil) -> JSONSchema {
        var members = [Member("type", .text("object"))]
        if let pattern { members.append(Member("propertyNames", .object([Member("pattern", .text(pattern))]))) }
        members.append(Member("additionalProperties", value))
        return .object(members)
    }

    package static func list(of item: JSONSchema, atLeast minimum: Int = 0) -> JSONSchema {
        var members = [Member("type", .text("array")), Member("items", item)]
        if minimum > 0 { members.append(Member("minItems", .number(String(minimum)))) }
        return .object(members)
    }

    package static func either(_ schemas: [JSONSchema]) -> JSONSchema { .object([Member("anyOf", .list(schemas))]) }

    /// With words that editors show.
    package func describing(_ text: String) -> JSONSchema {
        JSONSchema.object([Member("description", .text(text))]).adding(self)
    }

    /// With the members of another object behind its own.
    package func adding(_ other: JSONSchema) -> JSONSchema {
        guard case .object(let mine) = self, case .object(let others) = other else { return self }
        return .object(mine + others)
    }
}

extension JSONSchema {
    /// JSON with two spaces a level, ending with a line feed.
    package var file: String { rendered(indentation: "") + "\n" }

    // As deep as schemas are written here, which no input can change.
    private func rendered(indentation: String) -> String {
        let inner = indentation + "  "
        switch self {
        case .text(let text): return Self.quoted(text)
        case .number(let digits): return digits
        case .flag(let flag): return flag ? "true" : "false"
        case .list(let items):
            if items.isEmpty { return "[]" }
            let isShort = items.allSatisfy { if case .object = $0 { false } else { true } }
            if isShort { return "[" + items.map { $0.rendered(indentation: inner) }.joined(separator: ", ") + "]" }
            return "[\n" + items.map { inner + $0.rendered(indentation: inner) }.joined(separator: ",\n")
                + "\n\(indentation)]"
        case .object(let members):
            if members.isEmpty { return "{}" }
            let lines = members.map { "\(inner)\(Self.quoted($0.name)): \($0.value.rendered(indentation: inner))" }
            return "{\n" + lines.joined(separator: ",\n") + "\n\(indentation)}"
        }
    }

    /// A JSON string.
    package static func quoted(_ text: String) -> String {
        var result = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": result += "\\\""
            case "\\": result += "\\\\"
            case "\n": result += "\\n"
            case "\r": result += "\\r"
            case "\t": result += "\\t"
            case _ where scalar.value < 0x20 || scalar.value == 0x7F:
                let code = String(scalar.value, radix: 16)
                result += "\\u" + String(repeating: "0", count: 4 - code.count) + code
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result + "\""
    }
}
