import AuroraCore
import CAuroraSystem
import Glibc

/// One of the streams that people or programs read.
struct Terminal: Sendable {
    let descriptor: Int32
    /// Whether a person watches: progress may be drawn over itself.
    let isInteractive: Bool
    let style: Style

    static func standardOutput(variables: [String: String]) -> Terminal { Terminal(STDOUT_FILENO, variables) }
    static func standardError(variables: [String: String]) -> Terminal { Terminal(STDERR_FILENO, variables) }

    private init(_ descriptor: Int32, _ variables: [String: String]) {
        self.descriptor = descriptor
        let isTerminal = isatty(descriptor) == 1 && variables["TERM"] != "dumb"
        isInteractive = isTerminal
        // https://no-color.org: any non-empty value turns colours off.
        let wantsNone = !(variables["NO_COLOR"] ?? "").isEmpty
        let wantsSome = !(variables["CLICOLOR_FORCE"] ?? "").isEmpty
        style = Style(isColoured: !wantsNone && (isTerminal || wantsSome))
    }

    /// Characters in a line; 80 where there is no terminal.
    var columns: Int {
        var columns: UInt16 = 0
        var rows: UInt16 = 0
        guard aurora_terminal_size(descriptor, &columns, &rows) == 0, columns > 0 else { return 80 }
        return Int(columns)
    }

    /// Writes a text. A reader that went away is no error: whoever reads `aurora status | head` has what they want.
    func write(_ text: String) {
        var bytes = Array(text.utf8)[...]
        while !bytes.isEmpty {
            let written = bytes.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
            if written < 0 && errno == EINTR { continue }
            guard written > 0 else { return }
            bytes = bytes.dropFirst(written)
        }
    }

    func write(_ diagnostics: [Diagnostic]) {
        guard !diagnostics.isEmpty else { return }
        write(style.diagnostics.render(diagnostics))
    }
}
