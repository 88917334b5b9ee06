import AuroraCore

/// The part of a source line that is worth showing, safe to print, and carets that stand below the right characters.
struct SourceExcerpt {
    let line: String
    /// Spaces up to the first caret.
    let indentation: String
    let carets: String

    /// How many cells of a line are shown at most; terminals have 80, and the line number needs some.
    private static let maximumWidth = 72

    /// `column` is 1-based; it and `length` count Unicode scalars of `text`.
    init(_ text: String, column: Int, length: Int) {
        let cells = Self.cells(of: text)
        let first = cells.firstIndex { $0.scalars.upperBound > column - 1 } ?? cells.count
        let end = cells.firstIndex { $0.scalars.lowerBound >= column - 1 + length } ?? cells.count
        let window = Self.window(of: cells, around: first, to: max(end, first))
        let before = window.lowerBound > 0 ? "…" : ""
        let after = window.upperBound < cells.count ? "…" : ""
        line = before + cells[window].map(\.shown).joined() + after
        let leading = cells[window.lowerBound..<first].reduce(before.isEmpty ? 0 : 1) { $0 + $1.width }
        let marked = cells[first..<min(max(end, first), window.upperBound)].reduce(0) { $0 + $1.width }
        indentation = String(repeating: " ", count: leading)
        carets = String(repeating: "^", count: max(marked, 1))
    }

    /// A character as it is shown.
    private struct Cell {
        /// Which scalars of the line it stands for.
        let scalars: Range<Int>
        let shown: String
        let width: Int
    }

    private static func cells(of text: String) -> [Cell] {
        var offset = 0
        return text.map { character in
            let count = character.unicodeScalars.count
            let shown = PrintableText.sanitized(String(character))
            defer { offset += count }
            return Cell(scalars: offset..<(offset + count), shown: shown, width: DisplayWidth.of(shown))
        }
    }

    /// The cells to show: all if they fit, else those around the offending ones, a quarter of the width before them.
    private static func window(of cells: [Cell], around first: Int, to end: Int) -> Range<Int> {
        let total = cells.reduce(0) { $0 + $1.width }
        guard total > maximumWidth else { return 0..<cells.count }
        var lower = first
        var width = 0
        let before = end == first ? maximumWidth - 2 : maximumWidth / 4
        while lower > 0, width + cells[lower - 1].width <= before {
            lower -= 1
            width += cells[lower].width
        }
        var upper = first
        while upper < cells.count, width + cells[upper].width <= maximumWidth - 2 {
            width += cells[upper].width
            upper += 1
        }
        // What is left of the width goes to the text before.
        while upper == cells.count, lower > 0, width + cells[lower - 1].width <= maximumWidth - 2 {
            lower -= 1
            width += cells[lower].width
        }
        return lower..<upper
    }
}
