package import AuroraCore

extension ProvenanceRecord {
    /// The JSON Schema of a record's file. Members may be added in later versions; those of this one keep their meaning.
    package static var schema: JSONSchema {
        typealias Member = JSONSchema.Member
        let text = JSONSchema.object([Member("type", .text("string"))])
        let digest = JSONSchema.object([Member("type", .text("string")), Member("pattern", .text("^[0-9a-f]{64}$"))])
        let count = JSONSchema.integer(from: "0", to: String(Int64.max))
        let input = open(
            [
                Member("sha256", digest), Member("path", text),
                Member("madeBy", open([Member("key", digest), Member("parameters", .dictionary(of: text))])),
            ], optional: ["path", "madeBy"])
        return .file(
            title: "Aurora record", description: "what one output was made from, by what, and at what cost",
            open(
                [
                    Member("format", .object([Member("const", .number("1"))])),
                    Member("scene", text.describing("The scene's id")), Member("take", .integer(in: 1...4)),
                    Member("key", digest),
                    Member("provider", open([Member("name", text), Member("model", text), Member("engine", text)])),
                    Member(
                        "inputs", .dictionary(of: input).describing("What went into the key, by the name of its field")),
                    Member("parameters", .dictionary(of: text)),
                    Member("output", open([Member("sha256", digest), Member("bytes", count)])),
                    Member(
                        "media",
                        open([
                            Member("width", count), Member("height", count), Member("fps", count),
                            Member("durationMilliseconds", count), Member("videoCodec", text),
                            Member("audioCodec", text),
                        ])), Member("costMicroDollars", count),
                    Member("paid", paid.describing("Of the payment, if it was not free")),
                ], optional: ["media", "paid"]))
    }

    private static var paid: JSONSchema {
        typealias Member = JSONSchema.Member
        let text = JSONSchema.object([Member("type", .text("string"))])
        let count = JSONSchema.integer(from: "0", to: String(Int64.max))
        let time = JSONSchema.object([Member("type", .text("string")), Member("format", .text("date-time"))])
        return open(
            [
                Member("requestKey", text), Member("taskUUID", text), Member("attempt", count),
                Member("videoUUID", text), Member("seed", text), Member("estimateMicroDollars", count),
                Member("costIs", .choice(["told", "estimated"])), Member("startedAt", time),
                Member("finishedAt", time),
            ], optional: ["videoUUID", "seed"])
    }

    /// An object that has all of these members but for some, and may have more.
    private static func open(_ members: [JSONSchema.Member], optional: [String] = []) -> JSONSchema {
        let required = members.map(\.name).filter { !optional.contains($0) }
        return .object([
            .init("type", .text("object")), .init("properties", .object(members)),
            .init("required", .list(required.map { .text($0) })),
        ])
    }
}
