internal import AuroraCore

/// Pictures that are made of finished videos, as schemas.
extension FieldSchema {
    static func poster(mayVary: Bool) -> JSONSchema {
        .either([
            .choice(["none"]),
            .record(
                FieldReader.posterKeys.map { key in
                    switch key {
                    case "at": Member(key, moment(mayVary).describing("Seconds from the start"))
                    case "width": Member(key, width(FieldReader.posterWidths, mayVary))
                    default: Member(key, .object([]))
                    }
                }, required: ["at"]),
        ])
    }

    static func sheet(mayVary: Bool) -> JSONSchema {
        .either([
            .choice(["none"]),
            .record(
                FieldReader.sheetKeys.map { key in
                    switch key {
                    case "columns", "rows":
                        Member(key, varying(.integer(in: FieldReader.sheetSides), mayVary))
                    case "width": Member(key, width(FieldReader.sheetWidths, mayVary))
                    default: Member(key, .object([]))
                    }
                }),
        ])
    }

    static func preview(mayVary: Bool) -> JSONSchema {
        .either([
            .choice(["none"]),
            .record(
                FieldReader.previewKeys.map { key in
                    switch key {
                    case "from": Member(key, moment(mayVary).describing("Seconds from the start"))
                    case "seconds": Member(key, varying(number(from: "0.2", to: "10", step: "0.001"), mayVary))
                    case "width": Member(key, width(FieldReader.previewWidths, mayVary))
                    case "fps": Member(key, varying(.integer(in: FieldReader.previewRates), mayVary))
                    default: Member(key, .object([]))
                    }
                }),
        ])
    }

    private static func moment(_ mayVary: Bool) -> JSONSchema {
        varying(number(from: "0", to: "600", step: "0.001"), mayVary)
    }

    private static func width(_ range: ClosedRange<Int>, _ mayVary: Bool) -> JSONSchema {
        varying(.integer(in: range), mayVary).describing("Pixels")
    }

    private static func varying(_ schema: JSONSchema, _ mayVary: Bool) -> JSONSchema {
        mayVary ? orVariable(schema) : schema
    }
}
