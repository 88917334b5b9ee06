import AuroraCore
import CAuroraSystem
import Glibc

/// One of the streams that people or programs read.
struct Terminal: Sendable {
    /// Whether a person watches: progress may be drawn over itself.
    let isInteractive: Bool
    let style: Style
    private let measure: @Sendable () -> Int
    private let put: @Sendable (String) -> Void

    static func standardOutput(variables: [String: String]) -> Terminal { Terminal(STDOUT_FILENO, variables) }
    static func standardError(variables: [String: String]) -> Terminal { Terminal(STDERR_FILENO, variables) }

    /// A stream that is `columns` wide and takes its text by `write`.
    init(
        isInteractive: Bool, style: Style, columns: @escaping @Sendable () -> Int,
        write: @escaping @Sendable (String) -> Void
    ) {
        self.isInteractive = isInteractive
        self.style = style
        measure = columns
        put = write
    }

    private init(_ descriptor: Int32, _ variables: [String: String]) {
        let isTerminal = isatty(descriptor) == 1 && variables["TERM"] != "dumb"
        // https://no-color.org: any non-empty value turns colours off.
        let wantsNone = !(variables["NO_COLOR"] ?? "").isEmpty
        let wantsSome = !(variables["CLICOLOR_FORCE"] ?? "").isEmpty
        self.init(
            isInteractive: isTerminal, style: Style(isColoured: !wantsNone && (isTerminal || wantsSome)),
            columns: { Self.columns(of: descriptor) }, write: { Self.write($0, to: descriptor) })
    }

    /// Characters in a line; 80 where there is no terminal.
    var columns: Int { measure() }

    func write(_ text: String) { put(text) }

    func write(_ diagnostics: [Diagnostic]) {
        guard !diagnostics.isEmpty else { return }
        write(style.diagnostics.render(diagnostics))
    }

    private static func columns(of descriptor: Int32) -> Int {
        var columns: UInt16 = 0
        var rows: UInt16 = 0
        guard aurora_terminal_size(descriptor, &columns, &rows) == 0, columns > 0 else { return 80 }
        return Int(columns)
    }

    /// Writes a text. A reader that went away is no error: whoever reads `aurora status | head` has what they want.
    private static func write(_ text: String, to descriptor: Int32) {
        var bytes = Array(text.utf8)[...]
        while !bytes.isEmpty {
            let written = bytes.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
            if written < 0 && errno == EINTR { continue }
            guard written > 0 else { return }
            bytes = bytes.dropFirst(written)
        }
    }
}
