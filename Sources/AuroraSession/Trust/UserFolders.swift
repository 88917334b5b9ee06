import AuroraCore
import AuroraFiles

/// Where the user keeps what is theirs and no workspace's.
struct UserFolders {
    private let variables: [String: String]

    init(_ variables: [String: String]) { self.variables = variables }

    /// The folder for state, by the XDG Base Directory Specification: `$XDG_STATE_HOME`, else `~/.local/state`. Throws
    /// `DiagnosticsError` if there is no telling where it is, or if it is in the workspace; `reason` is why that must not
    /// be, after "in the workspace, where".
    func state(apartFrom workspace: String, holding reason: String) throws(DiagnosticsError) -> String {
        try folder("XDG_STATE_HOME", below: ".local/state", apartFrom: workspace, reason)
    }

    private func folder(
        _ variable: String, below home: String, apartFrom workspace: String, _ reason: String
    ) throws(DiagnosticsError) -> String {
        let path: String
        if let stated = variables[variable], stated.hasPrefix("/") {
            path = stated
        } else if let userHome = variables["HOME"], userHome.hasPrefix("/") {
            path = Paths.join(userHome, home)
        } else {
            throw DiagnosticsError([
                Diagnostic(
                    "there is no telling where your own files are", hint: "set HOME to your home folder")
            ])
        }
        // A part that is not there yet is no link to anywhere.
        var existing = path
        while (try? Files.realPath(existing)) == nil, let parent = Paths.parent(existing) { existing = parent }
        let real = (try? Files.realPath(existing)) ?? existing
        guard real != workspace, !real.hasPrefix("\(workspace)/") else {
            throw DiagnosticsError([
                Diagnostic(
                    "`\(PrintableText.sanitized(path))` is in the workspace, where \(reason)",
                    hint: "set \(variable) to a folder outside the workspace")
            ])
        }
        return path
    }
}
