import AuroraCore
import AuroraSession

/// What changed, or what a build would do, for a pull request: a heading, a table, and what is too long for a look at it folded.
struct MarkdownSummary {
    /// One line of the table.
    struct Row {
        /// The address of a picture.
        let thumbnail: String?
        let name: String
        let verb: String
        let lines: [MarkedText]
    }

    /// More rows are folded.
    private static let openRows = 15
    /// Comments of code hosts hold 65,536 characters; the rest is counted.
    private static let longest = 55_000

    /// `thumbnails` tells the address of an output's still, if there is to be one.
    static func text(_ diff: RevisionDiff, thumbnails: (RecordedOutput) -> String?) -> String {
        let profiles = Set(diff.changes.map(\.output.profile))
        let newer = diff.newer?.name ?? "the workspace"
        let rows = diff.changes.map { change in
            Row(
                thumbnail: thumbnails(change.output),
                name: profiles.count > 1 ? "\(change.output.profile)/\(change.output.name)" : change.output.name,
                verb: change.verb, lines: change.lines)
        }
        let summary = RevisionDiffText(style: Style(isColoured: false)).summary(diff)
        return text(
            "Videos: \(Markdown.text(diff.older.name)) → \(Markdown.text(newer))", summary, rows)
    }

    /// What a build would do.
    static func text(_ preview: BuildPreview) -> String {
        let rows =
            preview.entries.compactMap { PlanWords($0) }.map { words in
                Row(thumbnail: nil, name: words.name, verb: words.verb, lines: words.lines)
            }
            + preview.removed.map { name in
                Row(
                    thumbnail: nil, name: name, verb: "put away",
                    lines: [MarkedText("nothing asks for it any more; its record goes too")])
            }
        let summary =
            preview.isEmpty
            ? "no changes: \(Wording.count(preview.currentCount, "video")) current"
            : PreviewText(style: Style(isColoured: false)).summary(preview)
        return text("Videos: what a build will make", summary, rows)
    }

    static func text(_ title: String, _ summary: String, _ rows: [Row]) -> String {
        var text = "### \(title)\n\n\(Markdown.own(summary))\n"
        let hasThumbnails = rows.contains { $0.thumbnail != nil }
        let head = hasThumbnails ? "| | output | | why |\n|---|---|---|---|\n" : "| output | | why |\n|---|---|---|\n"
        // What does not fit is at the end.
        var lines: [String] = []
        var length = 0
        for row in rows {
            let line = self.line(row, hasThumbnails)
            length += line.unicodeScalars.count
            if length > longest { break }
            lines.append(line)
        }
        guard !lines.isEmpty else { return rows.isEmpty ? text : text + "\n\(rows.count) more\n" }
        text += "\n" + head + lines.prefix(openRows).joined()
        let folded = lines.dropFirst(openRows)
        if !folded.isEmpty {
            text += "\n<details><summary>\(folded.count) more</summary>\n\n\(head)\(folded.joined())\n</details>\n"
        }
        if lines.count < rows.count {
            text += "\nand \(rows.count - lines.count) more, for which there is no room here\n"
        }
        return text
    }

    private static func line(_ row: Row, _ hasThumbnails: Bool) -> String {
        let picture = row.thumbnail.map { "<img src=\(Markdown.attribute($0)) width=\"120\" alt=\"\">" } ?? ""
        let why = row.lines.prefix(8).map { Markdown.text($0) }.joined(separator: "<br>")
        return (hasThumbnails ? "| \(picture) " : "")
            + "| <code>\(Markdown.text(row.name))</code> | \(row.verb) | \(why) |\n"
    }
}
