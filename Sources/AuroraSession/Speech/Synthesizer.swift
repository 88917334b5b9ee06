import AuroraCore
import Synchronization

/// eSpeak NG as it is installed: a program, its version and its voices, each found out once and only if a scene speaks.
final class Synthesizer: Sendable {
    static let program = "espeak-ng"

    private let commands: CommandRunner
    private let known = Mutex<(version: String?, voices: [Voice]?)>((nil, nil))

    /// A voice, by the names that it can be asked for with.
    struct Voice: Sendable, Equatable {
        let language: String
        let name: String
        let file: String
    }

    init(_ commands: CommandRunner) { self.commands = commands }

    /// The program's path; `nil` if it is not installed.
    var path: String? { commands.locate(Self.program) }

    /// The version, as `1.51`: part of every key of speech. Empty if the program is not installed or does not tell.
    var version: String {
        known.withLock { known in
            if let version = known.version { return version }
            let text = path.flatMap { ProgramOutput.read($0, ["--version"]) } ?? ""
            let version = Self.version(in: text)
            known.version = version
            return version
        }
    }

    /// The voices that are installed.
    var voices: [Voice] {
        known.withLock { known in
            if let voices = known.voices { return voices }
            let text = path.flatMap { ProgramOutput.read($0, ["--voices"]) } ?? ""
            let voices = Self.voices(in: text)
            known.voices = voices
            return voices
        }
    }

    /// Whether there is a voice of this name. What follows a `+` is a manner of speaking, which the program checks.
    func has(_ name: String) -> Bool {
        let base = (name.split(separator: "+").first.map(String.init) ?? name).lowercased()
        return voices.contains { [$0.language, $0.name, $0.file].contains { $0.lowercased() == base } }
    }

    /// `eSpeak NG text-to-speech: 1.51  Data at: …`
    static func version(in text: String) -> String {
        let words = text.split(whereSeparator: \.isWhitespace)
        return words.first { $0.first?.isNumber == true && $0.contains(".") }.map(String.init) ?? ""
    }

    /// Lines of priority, language, age and gender, name, file, and other languages, below a heading.
    static func voices(in text: String) -> [Voice] {
        text.split(whereSeparator: \.isNewline).dropFirst().compactMap { line in
            let columns = line.split(separator: " ").map(String.init)
            guard columns.count >= 5 else { return nil }
            return Voice(language: columns[1], name: columns[3], file: columns[4])
        }
    }
}
