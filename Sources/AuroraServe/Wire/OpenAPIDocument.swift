package import AuroraHosted
import AuroraWorkspace

/// What the server answers over HTTP, as an OpenAPI 3.1 document. Parameters of tasks are taken from the table that tasks are held
/// to, so that the two cannot differ.
package enum OpenAPIDocument {
    package static let value = object([
        "openapi": "3.1.0",
        "info": object([
            "title": "Aurora API", "version": "1",
            "description": "Talking-head videos out of a picture and a sound. All tasks go to one path, in an array.",
        ]),
        "servers": [object(["url": "/"])],
        "security": [object(["key": .list([])])],
        "paths": object([
            "/v1": object(["post": tasks]),
            "/media/{name}": object(["get": media]),
            "/healthz": object(["get": open("Whether the server works.", "application/json", ["200", "503"])]),
            "/metrics": object([
                "get": open("Numbers for Prometheus; for a key beyond this machine.", "text/plain", ["200", "401"])
            ]),
            "/openapi.json": object(["get": open("This document.", "application/json", ["200"])]),
        ]),
        "components": object([
            "securitySchemes": object([
                "key": object([
                    "type": "http", "scheme": "bearer",
                    "description": "Or a first task: {\"taskType\":\"authentication\",\"apiKey\":\"KEY\"}.",
                ])
            ]),
            "schemas": object(schemas),
        ]),
    ])

    private static let tasks = object([
        "operationId": "sendTasks", "summary": "Sends tasks.",
        "requestBody": object([
            "required": true,
            "content": content(
                "application/json",
                object(["type": "array", "minItems": 1, "maxItems": 100, "items": reference("Task")])),
        ]),
        "responses": object([
            "200": answer("At least one task succeeded."), "400": answer("A task is not right."),
            "401": answer("There is no key, or a wrong one."), "403": answer("Another site's page asks."),
            "404": answer("There is no such task or upload."), "413": answer("The request is too large."),
            "421": answer("The server has another name."), "429": answer("Too many tasks are waiting."),
            "500": answer("The server failed."), "503": answer("The server is too busy, or ends."),
        ]),
    ])

    private static let media = object([
        "operationId": "getMedia", "summary": "A result or an upload, whole or one range of it.",
        "security": .list([]),
        "parameters": [
            object([
                "name": "name", "in": "path", "required": true,
                "schema": object(["type": "string"]),
            ])
        ],
        "responses": object(
            Dictionary(
                uniqueKeysWithValues: ["200", "206", "304", "400", "404", "416", "421"].map { status in
                    (status, object(["description": .text(status == "200" ? "The file." : "See RFC 9110.")]))
                })),
    ])

    private static func open(_ summary: String, _ type: String, _ statuses: [String]) -> JSONValue {
        object([
            "summary": .text(summary), "security": .list([]),
            "responses": object(
                Dictionary(
                    uniqueKeysWithValues: (statuses + ["400", "421"]).map { status in
                        (status, object(["description": .text(summary), "content": content(type, object([:]))]))
                    })),
        ])
    }

    private static func answer(_ description: String) -> JSONValue {
        object(["description": .text(description), "content": content("application/json", reference("Answer"))])
    }

    private static func content(_ type: String, _ schema: JSONValue) -> JSONValue {
        object([type: object(["schema": schema])])
    }

    private static func reference(_ name: String) -> JSONValue {
        object(["$ref": .text("#/components/schemas/\(name)")])
    }

    private static func object(_ members: [String: JSONValue]) -> JSONValue { .object(members) }
}

extension OpenAPIDocument {
    private static let schemas = [
        "Task": object([
            "oneOf": .list(
                ["VideoInference", "GetResponse", "GetTaskDetails", "MediaStorage", "ImageUpload", "Account", "Ping"]
                    .map {
                        reference($0)
                    })
        ]),
        "VideoInference": schema(of: HostedField.videoInference),
        "GetResponse": named("getResponse"), "GetTaskDetails": named("getTaskDetails"),
        "MediaStorage": named(
            "mediaStorage",
            [
                "operation": object(["enum": ["upload", "delete"]]),
                "media": object(["type": "string", "minLength": 1]),
            ]),
        "ImageUpload": named("imageUpload", ["image": object(["type": "string", "minLength": 1])]),
        "Account": named("accountManagement", ["operation": object(["const": "getDetails"])]),
        "Ping": object([
            "type": "object", "required": ["taskType"],
            "properties": object(["taskType": object(["const": "ping"]), "ping": object(["type": "boolean"])]),
        ]),
        "Answer": object([
            "type": "object",
            "properties": object([
                "data": object(["type": "array", "items": object(["type": "object", "required": ["taskType"]])]),
                "errors": object(["type": "array", "items": reference("Error")]), "error": reference("Error"),
            ]),
        ]),
        "Error": object([
            "type": "object", "required": ["code", "message"],
            "properties": object([
                "code": object(["type": "string"]), "message": object(["type": "string"]),
                "parameter": object(["type": "string"]), "type": object(["type": "string"]),
                "allowedValues": object(["type": "array"]), "min": object(["type": "number"]),
                "max": object(["type": "number"]), "multiplier": object(["type": "number"]),
                "taskType": object(["type": "string"]), "taskUUID": object(["type": "string"]),
                "status": object(["const": "error"]), "NSFWContent": object(["type": "boolean"]),
            ]),
        ]),
    ]

    private static let identifier = object([
        "type": "string",
        "pattern": "^[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-4[0-9a-fA-F]{3}-[89abAB][0-9a-fA-F]{3}-[0-9a-fA-F]{12}$",
    ])

    /// A task of a type, with a name.
    private static func named(_ type: String, _ more: [String: JSONValue] = [:]) -> JSONValue {
        let own = ["taskType": object(["const": .text(type)]), "taskUUID": identifier]
        return object([
            "type": "object", "required": .list((["taskType", "taskUUID"] + more.keys.sorted()).map { .text($0) }),
            "properties": object(own.merging(more) { $1 }),
        ])
    }

    private static func schema(of fields: [HostedField]) -> JSONValue {
        object([
            "type": "object", "additionalProperties": false,
            "required": .list(fields.filter(\.isRequired).map { .text($0.name) }),
            "properties": object(Dictionary(uniqueKeysWithValues: fields.map { ($0.name, schema(of: $0.kind)) })),
        ])
    }

    /// What a member may be. Words may also be in other letters, and any member null, which this does not tell.
    private static func schema(of kind: HostedField.Kind) -> JSONValue {
        switch kind {
        case .text(let length):
            object([
                "type": "string", "minLength": .number(Double(length.lowerBound)),
                "maxLength": .number(Double(length.upperBound)),
            ])
        case .word(let words, _): object(["enum": .list(words.map { .text($0) })])
        case .integer(let range):
            object([
                "type": "integer", "minimum": .number(Double(range.lowerBound)),
                "maximum": .number(Double(range.upperBound)),
            ])
        case .hundredths(let range):
            object([
                "type": "number", "minimum": .number(Double(range.lowerBound) / 100),
                "maximum": .number(Double(range.upperBound) / 100), "multipleOf": .number(0.01),
            ])
        case .flag: object(["type": "boolean"])
        case .address: object(["type": "string", "format": "uri", "maxLength": 2048])
        case .identifier: identifier
        case .media: object(["type": "string", "minLength": 1])
        case .object(let fields): schema(of: fields)
        }
    }
}

extension JSONValue: ExpressibleByStringLiteral, ExpressibleByArrayLiteral,
    ExpressibleByBooleanLiteral, ExpressibleByIntegerLiteral
{
    package init(stringLiteral text: String) { self = .text(text) }
    package init(arrayLiteral items: JSONValue...) { self = .list(items) }
    package init(booleanLiteral flag: Bool) { self = .flag(flag) }
    package init(integerLiteral number: Int) { self = .number(Double(number)) }
}
