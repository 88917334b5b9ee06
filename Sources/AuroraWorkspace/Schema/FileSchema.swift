package import AuroraCore

/// The kinds of file that have a JSON Schema, each made of the tables that its reader uses.
package enum FileSchema: String, CaseIterable, Sendable {
    case workspace, scene, campaign

    /// A line about the kind.
    package var summary: String {
        switch self {
        case .workspace: "aurora.yaml: name, defaults, profiles, providers, budget, git, cache"
        case .scene: "a scene file: image, audio, prompt, settings"
        case .campaign: "a campaign file: a scene as template, data, a matrix"
        }
    }

    package var schema: JSONSchema {
        switch self {
        case .workspace: .file(title: "Aurora workspace", description: summary, FieldSchema.workspace)
        case .scene: .file(title: "Aurora scene", description: summary, FieldSchema.layer(of: .sceneFile))
        case .campaign: .file(title: "Aurora campaign", description: summary, FieldSchema.campaign)
        }
    }
}

/// What the fields of the files may be. A key of a reader's table that is not told here gets a schema that allows
/// everything, which a test finds.
enum FieldSchema {
    typealias Member = JSONSchema.Member

    /// A path that stays in the workspace, as far as a pattern can say it.
    static let path = JSONSchema.anyText(pattern: #"^(?!/|~/)[^\r\n]+$"#)
    /// A path, or an https URL.
    static let asset = JSONSchema.anyText(pattern: #"^(?!/|~/|[hH][tT][tT][pP]://)[^\r\n]+$"#)
    /// Text on one line.
    static let line = JSONSchema.anyText(pattern: #"^[^\r\n]+$"#)

    /// The fields of a scene file, of `defaults`, or of an override in a campaign.
    static func layer(of owner: SceneLayerOwner, more: [Member] = [], required: [String] = []) -> JSONSchema {
        let mayVary = owner != .workspaceDefaults
        return .record(
            more + owner.keys.map { Member($0, field($0, mayVary: mayVary)) }, required: required
        ).adding(
            .object([
                Member("not", .object([Member("required", .list([.text("audio"), .text("speech")]))]))
            ]))
    }

    static func field(_ key: String, mayVary: Bool) -> JSONSchema {
        switch key {
        case "image": asset.describing("The portrait: jpg, png, webp or bmp, relative to this file")
        case "face": face(mayVary: mayVary).describing("Which face of the picture speaks, or where it is")
        case "audio": asset.describing("The recording: wav, mp3, flac, ogg, m4a …, relative to this file")
        case "speech": speech(mayVary: mayVary).describing("Text to be spoken instead of a recording")
        case "poster": poster(mayVary: mayVary).describing("A still of the video, or none")
        case "sheet": sheet(mayVary: mayVary).describing("Stills of the video as one picture, or none")
        case "preview": preview(mayVary: mayVary).describing("A small moving picture of the video, or none")
        case "variants": variants
        case "captions": captions.describing("Captions of what is said: none, srt, vtt, or more about them")
        case "disclosure": disclosure.describing("What every variant and reel says about itself, as AI-generated")
        case "brand": brand.describing("A picture in a corner of every variant and reel")
        case "prompt":
            textSource(atLeast: 2, atMost: 3000).describing("What the video shows, in words, or {file: prompt.txt}")
        case "transcript": textSource().describing("The words of the recording, or {file: line.txt}")
        case "provider": line.describing("What makes the video: embedded, runware, or one of `providers`")
        case "settings": settings(mayVary: mayVary)
        case "extends": path.describing("A file whose fields are inherited")
        default: .object([])
        }
    }

    private static func speech(mayVary: Bool) -> JSONSchema {
        let rate = number(from: "0.5", to: "2", step: "0.01").describing("1 is the voice's own pace")
        return .record(
            FieldReader.speechKeys.map { key in
                switch key {
                case "text": Member(key, textSource(atLeast: 1, atMost: 10_000).describing("What is said"))
                case "voice": Member(key, line.describing("A voice of eSpeak NG, as en-us"))
                case "rate": Member(key, mayVary ? orVariable(rate) : rate)
                default: Member(key, .object([]))
                }
            }, required: ["text"])
    }

    private static func face(mayVary: Bool) -> JSONSchema {
        let part = number(from: "0", to: "1", step: "0.0001")
        let point = pair(of: mayVary ? orVariable(part) : part)
        return .either([
            .record([Member("at", point)], required: ["at"]),
            .record([Member("eyes", pair(of: point)), Member("mouth", point)], required: ["eyes", "mouth"]),
        ])
    }

    private static func pair(of item: JSONSchema) -> JSONSchema {
        JSONSchema.list(of: item).adding(
            .object([Member("minItems", .number("2")), Member("maxItems", .number("2"))]))
    }

    static func number(from least: String, to most: String, step: String) -> JSONSchema {
        .object([
            Member("type", .text("number")), Member("minimum", .number(least)), Member("maximum", .number(most)),
            Member("multipleOf", .number(step)),
        ])
    }

    private static func textSource(atLeast minimum: Int? = nil, atMost maximum: Int? = nil) -> JSONSchema {
        .either([
            .anyText(atLeast: minimum, atMost: maximum), .record([Member("file", path)], required: ["file"]),
        ])
    }

    /// Numbers may be variables where a file can be a template.
    static func settings(mayVary: Bool) -> JSONSchema {
        let members = SettingName.allCases.map { name in
            Member(name.rawValue, mayVary ? orVariable(setting(name)) : setting(name))
        }
        let hosted = FieldReader.hostedSettings.map { name in
            Member(name, mayVary ? orVariable(hostedSetting(name)) : hostedSetting(name))
        }
        return .record(members + hosted)
    }

    private static func setting(_ name: SettingName) -> JSONSchema {
        switch name {
        case .cfgScale:
            JSONSchema.object([
                Member("type", .text("number")), Member("minimum", .number("0")), Member("maximum", .number("10")),
                Member("multipleOf", .number("0.01")),
            ]).describing("How strongly the prompt steers the motion")
        case .format: .choice(VideoFormat.allCases.map(\.rawValue))
        case .codec:
            JSONSchema.choice(PictureCodec.allCases.map(\.rawValue)).describing("prores is for `format: mov`")
        case .quality: JSONSchema.integer(in: SettingRange.quality).describing("Quality of the picture")
        case .takes: JSONSchema.integer(in: SettingRange.takes).describing("Videos to make, each from another seed")
        case .safety: .choice(SafetyLevel.allCases.map(\.rawValue))
        case .seed: JSONSchema.integer(from: "0", to: String(UInt64.max)).describing("Another seed, other motion")
        case .size: JSONSchema.choice(FrameSize.allCases.map(\.rawValue)).describing("Length of the shorter side")
        case .framesPerSecond: .integer(in: SettingRange.framesPerSecond)
        case .motion: JSONSchema.integer(in: SettingRange.motion).describing("How much the head moves; 100 is usual")
        case .expression:
            JSONSchema.choice(FacialExpression.allCases.map(\.rawValue)).describing("The mood that the face shows")
        case .blinkRate: JSONSchema.integer(in: SettingRange.blinkRate).describing("Blinks a minute")
        case .camera: JSONSchema.choice(CameraMovement.allCases.map(\.rawValue)).describing("What the camera does")
        case .warmth: JSONSchema.integer(in: SettingRange.warmth).describing("Light from cold (-100) to warm (100)")
        case .backgroundBlur:
            JSONSchema.integer(in: SettingRange.backgroundBlur).describing("How far the background is out of focus")
        }
    }

    private static func hostedSetting(_ name: String) -> JSONSchema {
        switch name {
        case "ttl": JSONSchema.integer(in: FieldReader.ttlSeconds).describing("Seconds that the service keeps a video")
        case "includeCost":
            .object([Member("enum", .list([.flag(true), .flag(false), .text("true"), .text("false")]))])
        case "uploadEndpoint", "webhookURL":
            .either([
                .object([Member("type", .text("string")), Member("pattern", .text("^[hH][tT][tT][pP][sS]://"))]),
                .record(
                    [
                        Member(
                            "env",
                            .object([
                                Member("type", .text("string")), Member("pattern", .text("^[A-Za-z_][A-Za-z0-9_]*$")),
                            ]))
                    ],
                    required: ["env"]),
            ])
        case "taskUUID":
            .object([
                Member("type", .text("string")),
                Member(
                    "pattern",
                    .text("^[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-4[0-9a-fA-F]{3}-[89abAB][0-9a-fA-F]{3}-[0-9a-fA-F]{12}$")),
            ])
        default: FieldReader.hostedWords[name].map { .choice($0) } ?? .object([])
        }
    }

    static func orVariable(_ schema: JSONSchema) -> JSONSchema {
        .either([
            schema,
            .object([
                Member("type", .text("string")), Member("pattern", .text(#"^[^$]*(\$[^${]*)*\$\{[^${}\r\n\t]+\}"#)),
            ]),
        ])
    }
}

extension FieldSchema {
    static let name = #"^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$"#

    static var workspace: JSONSchema { .record(FieldReader.workspaceKeys.map { Member($0, workspaceField($0)) }) }

    private static func workspaceField(_ key: String) -> JSONSchema {
        switch key {
        case "name": line.describing("The workspace's name")
        case "defaults": layer(of: .workspaceDefaults).describing("What every scene inherits")
        case "profile": line.describing("The profile to use when --profile is not given")
        case "profiles":
            .dictionary(
                of: .record(FieldReader.profileKeys.map { Member($0, profileField($0)) }), names: name)
        case "providers":
            JSONSchema.dictionary(of: provider).adding(
                .object([
                    Member(
                        "propertyNames",
                        .object([Member("not", .choice(["embedded", "runware"]))]))
                ]))
        case "budget":
            .record(
                FieldReader.budgetKeys.map {
                    Member(
                        $0,
                        .object([
                            Member("type", .text("number")), Member("minimum", .number("0")),
                            Member("maximum", .number("9999999999.999999")),
                        ]))
                })
        case "git": git
        case "cache": .record([Member("dir", path)])
        default: .object([])
        }
    }

    private static func profileField(_ key: String) -> JSONSchema {
        switch key {
        case "provider": line
        case "poster": poster(mayVary: false).describing("A still of each video, or none")
        case "variants": variants
        case "settings": settings(mayVary: false)
        case "git": git
        default: .object([])
        }
    }

    private static var git: JSONSchema {
        .record([Member("commit", .choice(CommitMode.allCases.map(\.rawValue)))])
    }

    private static var provider: JSONSchema {
        .record(
            FieldReader.commandKeys.map { key in
                switch key {
                case "kind": Member(key, .choice(["command"]))
                case "version": Member(key, line)
                case "run": Member(key, .list(of: .anyText(), atLeast: 1))
                case "inputs": Member(key, .list(of: path, atLeast: 1))
                case "seconds": Member(key, .integer(in: 1...86_400))
                default: Member(key, .object([]))
                }
            }, required: ["kind", "version", "run"])
    }

    static var campaign: JSONSchema {
        .record(FieldReader.campaignKeys.map { Member($0, campaignField($0)) }, required: ["scene"])
    }

    private static func campaignField(_ key: String) -> JSONSchema {
        let value = JSONSchema.anyText()
        let condition = JSONSchema.dictionary(of: .either([value, .list(of: value, atLeast: 1)]))
        let dataFile = JSONSchema.anyText(pattern: #"^(?!/|~/)[^\r\n]*\.([cC][sS][vV]|[tT][sS][vV]|[jJ][sS][oO][nN])$"#)
        return switch key {
        case "name": line.describing("The name of the file without its suffix")
        case "scene": path.describing("A scene with ${variables}, relative to this file")
        case "data": .either([dataFile, .list(of: dataFile, atLeast: 1)])
        case "matrix":
            .object([
                Member("type", .text("object")),
                Member(
                    "properties",
                    .object([
                        Member("include", .list(of: .dictionary(of: value).nonEmpty)),
                        Member("exclude", .list(of: condition.nonEmpty)),
                    ])),
                Member(
                    "propertyNames", .object([Member("pattern", .text(#"^[^${} ]([^${}\r\n\t]*[^${} \r\n\t])?$"#))])),
                Member(
                    "additionalProperties",
                    JSONSchema.list(of: value, atLeast: 1).adding(.object([Member("uniqueItems", .flag(true))]))),
            ])
        case "id": line.describing("The ids of the cells, as in ${locale}/${name}")
        case "override": .list(of: layer(of: .cell, more: [Member("match", condition)], required: ["match"]))
        case "reels": reels.describing("Videos joined in order, by name")
        case "rights": .either([rights, .list(of: rights, atLeast: 1)])
        case let key where FieldReader.cellKeys.contains(key): field(key, mayVary: true)
        default: .object([])
        }
    }
}

extension JSONSchema {
    fileprivate var nonEmpty: JSONSchema { adding(.object([Member("minProperties", .number("1"))])) }
}
