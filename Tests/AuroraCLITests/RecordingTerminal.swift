import Synchronization

@testable import AuroraCLI

/// A stream that remembers what was written to it.
final class RecordingTerminal: Sendable {
    private let written = Mutex("")
    private let columns: Int
    private let isColoured: Bool

    init(columns: Int = 80, isColoured: Bool = false) {
        self.columns = columns
        self.isColoured = isColoured
    }

    var terminal: Terminal {
        Terminal(
            isInteractive: true, style: Style(isColoured: isColoured), columns: { [columns] in columns },
            write: { text in self.written.withLock { $0 += text } })
    }

    var text: String { written.withLock { $0 } }

    /// What a person sees: the text as a terminal shows it, lines that are too long wrapped, without colours.
    var screen: String {
        var lines = [""]
        var width = 0
        var rest = text[...]
        while let character = rest.popFirst() {
            if character == "\u{1B}" {
                let code = rest.prefix { !$0.isLetter }
                rest = rest.dropFirst(code.count)
                switch rest.popFirst() {
                // Up so many lines, of which the cursor is at the start.
                case "A":
                    lines.removeLast(min(lines.count - 1, Int(code.dropFirst()) ?? 1) + 1)
                    lines.append("")
                default: continue
                }
            } else if character == "\n" {
                lines.append("")
                width = 0
            } else {
                if width + DisplayWidth.of(character) > columns {
                    lines.append("")
                    width = 0
                }
                width += DisplayWidth.of(character)
                lines[lines.count - 1].append(character)
            }
        }
        return lines.joined(separator: "\n")
    }
}
