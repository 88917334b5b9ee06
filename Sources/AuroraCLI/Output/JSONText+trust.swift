import AuroraSession

extension JSONText {
    /// A program that a workspace declares, and whether it may run now.
    static func trust(_ report: TrustReport, isTrusted: Bool) -> String {
        var changes: Value?
        if case .changed(let words) = report.state, !isTrusted { changes = .list(words.map { .text($0) }) }
        return line(
            "trust", declaration(report.declaration).merging(["trusted": .flag(isTrusted), "changes": changes]) { $1 })
    }

    /// Something that the user has allowed.
    static func allowance(_ allowance: Allowance) -> String {
        line(
            "trust",
            declaration(allowance.declaration).merging([
                "trusted": .flag(true), "workspace": .text(allowance.workspace),
            ]) { $1 })
    }

    /// An allowance that was taken back, if there was one.
    static func revoked(_ provider: String, had: Bool) -> String {
        line("revoked", ["provider": .text(provider), "trusted": .flag(false), "wasTrusted": .flag(had)])
    }

    private static func declaration(_ declaration: TrustedDeclaration) -> [String: Value?] {
        [
            "provider": .text(declaration.name), "version": .text(declaration.version),
            "run": .list(declaration.run.map { .text($0) }), "secondsAllowed": .integer(Int64(declaration.seconds)),
            "files": .list(
                declaration.files.sorted { $0.key < $1.key }.map { path, digest in
                    .object(["path": .text(path), "sha256": .text(digest.hexadecimal)])
                }),
        ]
    }
}
