internal import AuroraCore

/// A scene whose fields are put together, still to be checked.
struct SceneDraft {
    let id: SceneID
    /// The scene file, or the template.
    let file: String
    /// What stands for the scene as a whole in messages.
    let start: SourceSpan
    /// The files that had a say so far.
    let sources: [String]
    let layer: SceneLayer
    /// What variables in text files stand for; `nil` for a scene that is no campaign's: then `${` is text like any other.
    let cell: Cell?

    /// The content of a text file with variables filled in; `nil` if one of them has no value, which is reported.
    func filled(
        _ text: String, from path: String, _ files: inout WorkspaceFiles, _ problems: inout Problems
    ) -> String? {
        guard let cell, let result = files.variableText(path, text) else { return text }
        switch result {
        case .failure(let mistake):
            problems.report(
                Diagnostic(mistake.refusal, at: Self.span(of: mistake.part, in: text, of: path), hint: mistake.hint))
            return nil
        case .success(let taken):
            if let filled = taken.filled({ cell.value(of: $0)?.text }) { return filled }
            guard let missing = taken.variables.first(where: { cell.value(of: $0) == nil }) else { return nil }
            let known = Array((cell.combination.names + (cell.row?.table.columns.map(\.name) ?? [])).prefix(20))
            let nearest = Wording.nearest(to: String(missing.prefix(40)), among: known)
            problems.report(
                Diagnostic(
                    "there is no variable \(Words.quoted(missing)) in campaign "
                        + "`\(id.text.split(separator: "/").first.map(String.init) ?? id.text)`",
                    at: Self.span(of: "${\(missing)}", in: text, of: path),
                    hint: nearest.map { "did you mean `\($0)`?" } ?? Wording.there(known)))
            return nil
        }
    }

    private static func span(of part: String, in text: String, of path: String) -> SourceSpan {
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        for (index, line) in lines.enumerated() {
            guard let range = line.firstRange(of: part) else { continue }
            return SourceSpan(
                file: path, line: index + 1, column: line[..<range.lowerBound].unicodeScalars.count + 1,
                length: part.unicodeScalars.count, text: String(line))
        }
        return SourceSpan(file: path, line: 1, column: 1, text: lines.first.map(String.init))
    }
}
