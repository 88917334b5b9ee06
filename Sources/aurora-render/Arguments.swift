import RenderFrames

/// What is done for those who measure videos.
struct MeasuringOptions: Equatable {
    /// The file for the shapes of the mouth.
    let timeline: String?
    /// The file for the frames as they are before they are encoded.
    let frames: String?
    let mouth: MouthDriver

    /// Nothing but the video.
    static let none = MeasuringOptions(timeline: nil, frames: nil, mouth: .sounds)

    /// What is written beside the video.
    var files: [String] { [timeline, frames].compactMap { $0 } }
}

/// What the command line asks for.
enum Arguments: Equatable {
    case render(request: String, result: String, measuring: MeasuringOptions)
    case visemes(sound: String, transcript: String?, format: VisemeFormat)
    case bench(request: String)
    case serve
    case check
    case version
    case help
    /// The problem in words.
    case wrong(String)

    private static let valued: Set<String> = [
        "--request", "--result", "--visemes", "--format", "--timeline", "--frames", "--transcript",
        "--mouth",
    ]

    /// What the options that name no file take.
    private static let choices = ["--format": "`tsv` or `json`", "--mouth": "`sounds` or `loudness`"]

    static func parse(_ words: [String]) -> Arguments {
        var values: [String: String] = [:]
        var isBench = false
        var index = 0
        while index < words.count {
            switch words[index] {
            case "--help", "-h": return .help
            case "--version": return .version
            case "--check": return .check
            case "--serve": return .serve
            case "--bench": isBench = true
            case let option where valued.contains(option):
                guard index + 1 < words.count else {
                    return .wrong("`\(option)` needs \(choices[option] ?? "a file")")
                }
                guard values[option] == nil else { return .wrong("`\(option)` is given twice") }
                index += 1
                values[option] = words[index]
            default: return .wrong("unknown argument `\(words[index])`")
            }
            index += 1
        }
        return task(values, isBench: isBench)
    }

    private static func task(_ values: [String: String], isBench: Bool) -> Arguments {
        guard let request = values["--request"] else {
            guard let sound = values["--visemes"] else { return .wrong("`--request FILE` is missing") }
            guard let format = VisemeFormat(rawValue: values["--format"] ?? "tsv") else {
                return .wrong("`--format` is `tsv` or `json`, not `\(values["--format"] ?? "")`")
            }
            return .visemes(sound: sound, transcript: values["--transcript"], format: format)
        }
        if isBench { return .bench(request: request) }
        guard let result = values["--result"] else { return .wrong("`--result FILE` is missing") }
        guard let mouth = MouthDriver(rawValue: values["--mouth"] ?? "sounds") else {
            return .wrong("`--mouth` is `sounds` or `loudness`, not `\(values["--mouth"] ?? "")`")
        }
        return .render(
            request: request, result: result,
            measuring: MeasuringOptions(timeline: values["--timeline"], frames: values["--frames"], mouth: mouth))
    }
}
