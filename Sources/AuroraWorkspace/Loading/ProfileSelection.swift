internal import AuroraCore

/// Finds the profile that is in force.
struct ProfileSelection {
    let declaration: WorkspaceDeclaration

    /// The declared profiles, or the one that exists without any declaration.
    var profiles: [WorkspaceDeclaration.Profile] { declaration.profiles ?? [WorkspaceDeclaration.builtInProfile] }

    /// The one named on the command line, else the one that `aurora.yaml` names, else `draft`, else the only one.
    func choose(_ requested: String?, reporting problems: inout Problems) -> WorkspaceDeclaration.Profile? {
        // What the file names must exist even when it is not used.
        var stated: WorkspaceDeclaration.Profile?
        if case .value(let name, let span) = declaration.profile {
            stated = find(name)
            if stated == nil { problems.report(unknown(name, at: span)) }
        }
        if let requested {
            let found = find(requested)
            if found == nil { problems.report(unknown(requested, at: nil)) }
            return found
        }
        guard declaration.profile.isAbsent else { return stated }
        if let profile = find("draft") ?? (profiles.count == 1 ? profiles.first : nil) { return profile }
        problems.report(
            Diagnostic(
                "the workspace has \(profiles.count) profiles and does not say which to use",
                hint: "add `profile: \(profiles[0].name)` to aurora.yaml, or pass `--profile \(profiles[0].name)`"))
        return nil
    }

    private func find(_ name: String) -> WorkspaceDeclaration.Profile? { profiles.first { $0.name == name } }

    private func unknown(_ name: String, at span: SourceSpan?) -> Diagnostic {
        let names = profiles.map(\.name)
        let nearest = Wording.nearest(to: String(name.prefix(40)), among: names)
        return Diagnostic(
            "there is no profile \(Words.quoted(name))", at: span,
            hint: nearest.map { "did you mean `\($0)`?" } ?? "choose \(Wording.ticked(names, conjunction: "or"))")
    }
}
