import ArgumentParser
import AuroraCore

/// Words about a command line that could not be understood, beside those of the parser.
enum OptionHint {
    /// What to type instead, where other programs have taught it otherwise; `nil` if there is nothing to say.
    static func hint(for arguments: [String]) -> String? {
        guard let first = arguments.first else { return nil }
        let commands = AuroraCommand.configuration.subcommands.map { $0._commandName } + ["help"]
        if !commands.contains(first), !first.hasPrefix("-"), let meant = Wording.nearest(to: first, among: commands) {
            return "write `aurora \(meant)`"
        }
        // `git log -5`.
        guard first == "log" else { return nil }
        let number = arguments.first { $0.count > 1 && $0.hasPrefix("-") && $0.dropFirst().allSatisfy(\.isNumber) }
        return number.map { "write `-n \($0.dropFirst())`" }
    }

    /// The parser's complaint as all problems are worded: in lower case, without a full stop.
    static func worded(_ text: String) -> String {
        let prefix = "Error: "
        guard text.hasPrefix(prefix) else { return text }
        var lines = text.dropFirst(prefix.count).split(separator: "\n", omittingEmptySubsequences: false).map(
            String.init)
        guard let first = lines.first else { return text }
        lines[0] = first.prefix(1).lowercased() + first.dropFirst()
        if lines[0].hasSuffix("."), !lines[0].hasSuffix("…") { lines[0].removeLast() }
        return "error: " + lines.joined(separator: "\n")
    }
}
