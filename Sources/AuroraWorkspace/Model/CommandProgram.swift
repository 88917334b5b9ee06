package import AuroraCore

/// A program of the user's own that makes videos, as declared under `providers:`.
package struct CommandProgram: Hashable, Sendable {
    /// The provider's name.
    package let name: String
    /// Where it is declared.
    package let span: SourceSpan
    /// Part of every key: raised by the user when the program changes in a way that no input shows.
    package let version: String
    /// The program and its arguments, at least one word. A program of the workspace is spelled `./path`, relative to the
    /// workspace; a bare name is looked up in `PATH`.
    package let run: [String]
    /// Where the program's name is stated.
    package let runSpan: SourceSpan
    /// Files of the workspace that it depends on, itself included if it is one of them; sorted by path, each once.
    package let inputs: [InputFile]
    /// Wall time until it is stopped: 1…86,400.
    package let seconds: Int

    package init(
        name: String, span: SourceSpan, version: String, run: [String], runSpan: SourceSpan, inputs: [InputFile],
        seconds: Int = defaultSeconds
    ) {
        self.name = name
        self.span = span
        self.version = version
        self.run = run
        self.runSpan = runSpan
        self.inputs = inputs
        self.seconds = seconds
    }

    /// How long a program may take that does not say.
    package static let defaultSeconds = 600

    /// What stands for a file's path in the words of `run`.
    package enum Placeholder: String, CaseIterable, Sendable {
        case image, audio
        /// A text file with the prompt.
        case prompt
        /// A JSON file with the settings.
        case settings
        /// The file to write.
        case output

        package var text: String { "{\(rawValue)}" }
    }

    /// Whether the program is given this file. What it is not given is in no key.
    package func takes(_ placeholder: Placeholder) -> Bool { run.contains { $0.contains(placeholder.text) } }

    /// The program's path in the workspace; `nil` if it is looked up in `PATH`.
    package var ownProgram: String? { run[0].hasPrefix("./") ? String(run[0].dropFirst(2)) : nil }

    /// Fields of a scene that are in no key, since the program is not given them.
    package var leftOut: [String] {
        [Placeholder.prompt, .settings].filter { !takes($0) }.map { "`\($0.rawValue)`, which the program is not given" }
    }

    /// The words with what stands for them in the place of the placeholders.
    package func words(_ value: (Placeholder) -> String) -> [String] {
        run.map { word in
            var rest = word[...]
            var result = ""
            while let start = rest.firstIndex(of: "{") {
                result += rest[..<start]
                rest = rest[start...]
                if let placeholder = Placeholder.allCases.first(where: { rest.hasPrefix($0.text) }) {
                    result += value(placeholder)
                    rest = rest.dropFirst(placeholder.text.count)
                } else {
                    result += "{"
                    rest = rest.dropFirst()
                }
            }
            return result + rest
        }
    }

    /// All words on one line, each in quotes: the one spelling of the command in keys and messages.
    package var quotedRun: String { Self.quoted(run) }

    package static func quoted(_ words: [String]) -> String {
        words.map { word in
            let escaped = word.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"")
            return "\"\(escaped)\""
        }.joined(separator: " ")
    }
}

extension InputFile {
    /// The suffix of the file's name with its dot, in small ASCII letters and digits; empty if it has none. Copies of
    /// the file have it too, since some programs go by it.
    package var suffix: String {
        guard let name = path.split(separator: "/").last, let dot = name.lastIndex(of: "."), dot != name.startIndex
        else { return "" }
        let suffix = name[dot...].dropFirst().lowercased().filter { $0.isASCII && ($0.isLetter || $0.isNumber) }
        return suffix.isEmpty ? "" : ".\(suffix.prefix(16))"
    }
}
