internal import AuroraCore

/// Problems as they are found, each once, not too many of one file.
struct Problems {
    /// Someone who has this many in one file reads no further anyway; a hostile file has millions.
    static let maximumPerFile = 50

    private var seen: Set<Diagnostic> = []
    private var counts: [String: Int] = [:]
    private(set) var errorCount = 0

    mutating func report(_ diagnostic: Diagnostic) {
        let file = diagnostic.span?.file ?? ""
        guard counts[file, default: 0] < Self.maximumPerFile, seen.insert(diagnostic).inserted else { return }
        counts[file, default: 0] += 1
        if diagnostic.severity == .error { errorCount += 1 }
    }

    mutating func report(_ error: DiagnosticsError) {
        for diagnostic in error.diagnostics { report(diagnostic) }
    }

    /// By place; those without a place first.
    func sorted(_ severity: Diagnostic.Severity? = nil) -> [Diagnostic] {
        seen.filter { severity == nil || $0.severity == severity }.sorted { left, right in
            switch (left.span, right.span) {
            case (nil, nil): left.problem < right.problem
            case (nil, _): true
            case (_, nil): false
            case (let first?, let second?): first == second ? left.problem < right.problem : first < second
            }
        }
    }
}
