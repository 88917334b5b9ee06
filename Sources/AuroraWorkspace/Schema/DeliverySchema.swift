internal import AuroraCore

/// What is made of finished videos, as schemas: variants, captions, marks, reels, rights.
extension FieldSchema {
    static var variants: JSONSchema {
        let format = JSONSchema.choice(VideoFormat.allCases.map(\.rawValue))
        let item = JSONSchema.either([
            format,
            JSONSchema.record(FieldReader.variantKeys.map { Member($0, variantField($0)) }).adding(
                .either(
                    FieldReader.variantDifferences.map { .object([Member("required", .list([.text($0)]))]) })),
        ])
        return JSONSchema.list(of: item).adding(.object([Member("uniqueItems", .flag(true))]))
            .describing("Other shapes, sizes and containers of the video")
    }

    private static func variantField(_ key: String) -> JSONSchema {
        switch key {
        case "name": JSONSchema.anyText(pattern: #"^[A-Za-z0-9][A-Za-z0-9_-]{0,39}$"#)
        case "format": .choice(VideoFormat.allCases.map(\.rawValue))
        case "aspect": aspect
        case "size": .choice(FrameSize.allCases.map(\.rawValue))
        case "fit": .choice(VariantFit.allCases.map(\.rawValue))
        case "captions": .choice(VariantCaptions.allCases.map(\.rawValue))
        case "quality": orVariable(.integer(in: SettingRange.quality))
        default: .object([])
        }
    }

    private static var aspect: JSONSchema {
        JSONSchema.anyText(pattern: #"^[0-9]{1,3}:[0-9]{1,3}$"#).describing("Width to height, in quotes: \"9:16\"")
    }

    static var captions: JSONSchema {
        let format = JSONSchema.choice(CaptionFormat.allCases.map(\.rawValue))
        let formats = JSONSchema.list(of: format).adding(.object([Member("uniqueItems", .flag(true))]))
        let more = JSONSchema.record(
            FieldReader.captionKeys.map { key in
                switch key {
                case "sidecar": Member(key, .either([format, formats]).describing("Files beside the video"))
                case "language": Member(key, line.describing("As browsers name it: en, pt-BR"))
                case "file": Member(key, .anyText(pattern: #"^(?!/|~/)[^\r\n]*\.([sS][rR][tT]|[vV][tT][tT])$"#))
                case "style": Member(key, captionStyle)
                case "lineLength": Member(key, orVariable(.integer(in: FieldReader.lineLengths)))
                case "lines": Member(key, orVariable(.integer(in: FieldReader.captionLines)))
                default: Member(key, .object([]))
                }
            })
        return .either([.choice(["none"] + CaptionFormat.allCases.map(\.rawValue)), formats, more])
    }

    private static var captionStyle: JSONSchema {
        .record(
            FieldReader.captionStyleKeys.map { key in
                switch key {
                case "size":
                    Member(
                        key,
                        orVariable(number(from: "2", to: "15", step: "0.01"))
                            .describing("Height of the letters in percent of the picture's"))
                case "position": Member(key, .choice(CaptionPosition.allCases.map(\.rawValue)))
                case "box":
                    Member(
                        key,
                        .object([Member("enum", .list([.flag(true), .flag(false), .text("true"), .text("false")]))]))
                case "color": Member(key, .anyText(pattern: "^#[0-9a-fA-F]{6}$"))
                case "font": Member(key, path.describing("A font file, relative to this file"))
                default: Member(key, .object([]))
                }
            })
    }

    private static var corner: JSONSchema { .choice(Corner.allCases.map(\.rawValue)) }

    static var disclosure: JSONSchema {
        let text = JSONSchema.anyText(atMost: 80, pattern: #"^[^\r\n]+$"#)
        return .either([
            text, .record([Member("text", text), Member("corner", corner)], required: ["text"]),
        ])
    }

    static var brand: JSONSchema {
        .either([
            .choice(["none"]),
            .record(
                FieldReader.brandKeys.map { key in
                    switch key {
                    case "image": Member(key, path)
                    case "corner": Member(key, corner)
                    case "width":
                        Member(
                            key,
                            orVariable(number(from: "1", to: "50", step: "0.01"))
                                .describing("In percent of the video's width"))
                    default: Member(key, .object([]))
                    }
                }, required: ["image"]),
        ])
    }

    static var reels: JSONSchema {
        .dictionary(
            of: JSONSchema.record(FieldReader.reelKeys.map { Member($0, reelField($0)) }),
            names: #"^[A-Za-z][A-Za-z0-9_-]{0,63}$"#)
    }

    private static func reelField(_ key: String) -> JSONSchema {
        switch key {
        case "by": .either([line, .list(of: line)])
        case "order": .list(of: reelPart, atLeast: 1)
        case "of": line.describing("The variant that is joined")
        case "gap": orVariable(number(from: "0", to: "10", step: "0.001")).describing("Seconds between parts")
        case "transition":
            .either([
                .choice(["cut", "crossfade"]),
                .record(
                    [Member("crossfade", orVariable(number(from: "0.04", to: "5", step: "0.001")))],
                    required: ["crossfade"]),
            ])
        case "music":
            .record(
                FieldReader.musicKeys.map { key in
                    switch key {
                    case "file": Member(key, path)
                    case "gain": Member(key, orVariable(number(from: "-60", to: "12", step: "0.1")))
                    case "duck": Member(key, orVariable(number(from: "0", to: "40", step: "0.1")))
                    default: Member(key, .object([]))
                    }
                }, required: ["file"])
        case "loudness": orVariable(number(from: "-40", to: "-5", step: "0.1")).describing("LUFS, by EBU R128")
        case "aspect": aspect
        case "size": .choice(FrameSize.allCases.map(\.rawValue))
        case "format": .choice(VideoFormat.allCases.map(\.rawValue))
        case "quality": orVariable(.integer(in: SettingRange.quality))
        case "poster", "disclosure", "brand": field(key, mayVary: true)
        default: .object([])
        }
    }

    private static var reelPart: JSONSchema {
        .either([
            line,
            .record([Member("cells", .choice(ReelFields.CellOrder.allCases.map(\.rawValue)))], required: ["cells"]),
            .record([Member("clip", path)], required: ["clip"]),
            .record(
                [Member("still", path), Member("seconds", orVariable(number(from: "0.04", to: "60", step: "0.001")))],
                required: ["still", "seconds"]),
        ])
    }

    static var rights: JSONSchema {
        .record(
            [
                Member("file", path.describing("The consent or licence")),
                Member("expires", .anyText(pattern: "^[0-9]{4}-[0-9]{2}-[0-9]{2}$")),
            ], required: ["file"])
    }
}
