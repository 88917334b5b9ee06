internal import AuroraCore

/// What is wrong with the cells of one campaign: told cell by cell, but once if it is wrong with all of them.
struct CellProblems {
    /// How many cells are told one by one for the same reason.
    private static let maximumShown = 20

    private let campaign: String
    private let cellCount: Int
    private var groups: [Key: Group] = [:]
    private var order: [Key] = []

    /// Problems of one kind at one place of the template.
    private struct Key: Hashable {
        /// The problem without what stands in backticks.
        let shape: String
        let place: String
    }

    private struct Group {
        /// The different ones, of which the first are kept.
        var shown: [Diagnostic] = []
        var seen: Set<Diagnostic> = []
        var cells = 0
        /// The place in the template if values were filled in there.
        let template: SourceSpan?
    }

    init(campaign: String, cellCount: Int) {
        self.campaign = campaign
        self.cellCount = cellCount
    }

    /// Takes in what is wrong with one cell. `fillings` is where values were filled in.
    mutating func add(_ diagnostics: [Diagnostic], fillings: [Filling]) {
        var counted: Set<Key> = []
        for diagnostic in diagnostics {
            let template = fillings.first { $0.span == diagnostic.span }?.template
            let place = template?.span ?? diagnostic.span
            let key = Key(shape: Self.shape(diagnostic.problem), place: place?.location ?? "")
            if groups[key] == nil { order.append(key) }
            var group = groups[key] ?? Group(template: template?.span)
            if counted.insert(key).inserted { group.cells += 1 }
            let isNew = template == nil ? group.shown.isEmpty : group.seen.insert(diagnostic).inserted
            if isNew, group.shown.count < Self.maximumShown {
                group.shown.append(template.map { Self.noting($0, in: diagnostic) } ?? diagnostic)
            }
            groups[key] = group
        }
    }

    func report(to problems: inout Problems) {
        for key in order {
            guard let group = groups[key] else { continue }
            for diagnostic in told(group) { problems.report(diagnostic) }
        }
    }

    private func told(_ group: Group) -> [Diagnostic] {
        guard let first = group.shown.first else { return [] }
        guard let template = group.template else {
            return [group.cells > 1 ? first.noting(count(group.cells)) : first]
        }
        if group.cells == cellCount, group.seen.count > 3 {
            let place = first.span.map { "first for the value at \($0.location)" } ?? ""
            return [
                Diagnostic(
                    first.problem, at: template, notes: ["\(count(group.cells)), \(place)"], hint: first.hint,
                    severity: first.severity)
            ]
        }
        let rest = group.seen.count - group.shown.count
        guard rest > 0, let last = group.shown.last else { return group.shown }
        return group.shown.dropLast() + [last.noting("there are \(rest) more like this in campaign `\(campaign)`")]
    }

    private func count(_ cells: Int) -> String {
        cells == cellCount
            ? "it is so in \(cells == 1 ? "the only cell" : "all \(cells) cells") of campaign `\(campaign)`"
            : "it is so in \(Wording.count(cells, "cell")) of campaign `\(campaign)`"
    }

    private static func noting(_ template: TemplateScalar, in diagnostic: Diagnostic) -> Diagnostic {
        diagnostic.noting("it is used at \(template.span.location), in \(Words.quoted(template.written))")
    }

    /// `there is no file ``` of "there is no file `faces/anna.jpg`".
    private static func shape(_ problem: String) -> String {
        problem.split(separator: "`", omittingEmptySubsequences: false).enumerated()
            .compactMap { $0.offset % 2 == 0 ? String($0.element) : nil }.joined(separator: "`")
    }
}

extension Diagnostic {
    fileprivate func noting(_ note: String) -> Diagnostic {
        Diagnostic(problem, at: span, notes: notes + [note], hint: hint, severity: severity)
    }
}
