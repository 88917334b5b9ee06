import AuroraCore
package import AuroraProvenance

/// One revision, or the way from one to another.
package enum RevisionRange: Hashable, Sendable {
    case one(Revision)
    case between(Revision, Revision)
}

/// The words of a command line that may begin with a revision.
package struct RevisionWords: Hashable, Sendable {
    package let range: RevisionRange?
    package let ids: [String]
}

extension WorkspaceHistory {
    /// `REV`, `REV..REV`, where an empty side is HEAD. Throws `DiagnosticsError` for what is neither.
    package func range(_ text: String) throws -> RevisionRange {
        guard let dots = text.firstRange(of: "..") else { return .one(try revision(text)) }
        let newer = text[dots.upperBound...]
        guard !newer.hasPrefix("."), !newer.contains("..") else {
            throw DiagnosticsError([
                Diagnostic(
                    "`\(PrintableText.sanitized(text))` is no range of revisions", hint: "write two dots: `main..HEAD`")
            ])
        }
        let older = text[..<dots.lowerBound]
        return .between(
            try revision(older.isEmpty ? "HEAD" : String(older)), try revision(newer.isEmpty ? "HEAD" : String(newer)))
    }

    /// Tells apart what a command is asked for: `[REV | REV..REV] [ID…] [-- ID…]`.
    ///
    /// What follows `--` are ids, and a word before it is a revision. Else the first word is one if it is no id, as
    /// `isID` tells; if it is both, that is an error. `needsRevision` says that ids alone are not enough.
    package func words(
        _ said: (words: [String], afterDashes: [String]?), needsRevision: Bool = false, isID: (String) throws -> Bool
    ) throws -> RevisionWords {
        let after = said.afterDashes ?? []
        guard let first = said.words.first else { return RevisionWords(range: nil, ids: after) }
        let rest = Array(said.words.dropFirst()) + after
        if needsRevision || said.afterDashes != nil {
            let range = try range(first)
            try refuseSecondRevision(range, said.words.dropFirst().first, isID)
            return RevisionWords(range: range, ids: rest)
        }
        let isKnown = try isID(first)
        // Without a repository, an id is an id.
        let found: RevisionRange?
        do { found = try range(first) } catch let error as DiagnosticsError {
            guard isKnown || !isClearlyRevision(first) else { throw error }
            found = nil
        }
        if let found, isKnown {
            throw DiagnosticsError([
                Diagnostic(
                    "`\(PrintableText.sanitized(first))` is both a scene and a revision",
                    notes: ["as a revision it is the commit `\(found.newest.commit.short)`"],
                    hint: "write `-- \(first)` for the scene, or the commit's own name for the revision")
            ])
        }
        guard let found else { return RevisionWords(range: nil, ids: said.words) }
        try refuseSecondRevision(found, rest.first, isID)
        return RevisionWords(range: found, ids: rest)
    }

    /// Two revisions are written as one word; a second word that is one, and no id, was meant so.
    private func refuseSecondRevision(_ range: RevisionRange, _ word: String?, _ isID: (String) throws -> Bool) throws {
        // What is no revision is an id.
        guard case .one(let older) = range, let word, try !isID(word), let newer = try? revision(word) else { return }
        let names = [older.name, newer.name].map { PrintableText.sanitized($0) }
        throw DiagnosticsError([
            Diagnostic(
                "`\(names[1])` is a revision, and no scene", hint: "write both as one: `\(names[0])..\(names[1])`")
        ])
    }

    /// Whether nobody would call a scene like this.
    private func isClearlyRevision(_ word: String) -> Bool {
        word.contains("..") || word.contains("~") || word.contains("^") || word.contains("@{") || word == "HEAD"
    }
}

extension RevisionRange {
    /// The later of the two.
    package var newest: Revision {
        switch self {
        case .one(let revision), .between(_, let revision): revision
        }
    }
}
