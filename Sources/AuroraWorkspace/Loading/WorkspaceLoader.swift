package import AuroraCore

/// A checked workspace, and what is worth saying about it although nothing is wrong.
package struct LoadedWorkspace: Sendable {
    package let workspace: Workspace
    package let warnings: [Diagnostic]

    package init(workspace: Workspace, warnings: [Diagnostic] = []) {
        self.workspace = workspace
        self.warnings = warnings
    }
}

/// Reads a workspace from disk and checks all of it.
package struct WorkspaceLoader: Sendable {
    package let root: String

    /// `root` is the folder with `aurora.yaml`.
    package init(root: String) { self.root = root }

    /// `profile` and `overrides` (settings by the names they have in a scene file, with values as typed) come from the
    /// command line. Throws every problem of every file at once, sorted by place.
    package func load(
        profile: String? = nil, overrides: [String: String] = [:]
    ) throws(DiagnosticsError) -> LoadedWorkspace {
        throw DiagnosticsError([Diagnostic("workspaces cannot be loaded yet")])
    }
}
