import AuroraCore
import AuroraTesting
import AuroraWorkspace

/// A workspace in a folder of its own.
struct TestLoad {
    let folder: TemporaryFolder

    init(_ files: [String: String]) throws { folder = try TemporaryFolder(files) }

    func load(
        profile: String? = nil, overrides: [String: String] = [:],
        supported: Set<ProviderKind> = [.embedded, .command],
        only: Set<String>? = nil
    ) throws(DiagnosticsError) -> LoadedWorkspace {
        try WorkspaceLoader(root: folder.path, supported: supported)
            .load(profile: profile, overrides: overrides, only: only)
    }

    /// What is said of the workspace, one line a diagnostic.
    func problems(profile: String? = nil, overrides: [String: String] = [:]) -> [String] {
        let diagnostics: [Diagnostic]
        do throws(DiagnosticsError) {
            diagnostics = try load(profile: profile, overrides: overrides).warnings
        } catch {
            diagnostics = error.diagnostics
        }
        return diagnostics.map { ($0.span.map { $0.location + ": " } ?? "") + $0.problem }
    }
}

func load(
    _ files: [String: String], profile: String? = nil, overrides: [String: String] = [:]
) throws -> LoadedWorkspace {
    try TestLoad(files).load(profile: profile, overrides: overrides)
}
