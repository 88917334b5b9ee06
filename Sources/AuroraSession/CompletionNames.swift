import AuroraCore
import AuroraWorkspace

/// What a shell offers when a name is typed halfway. Whatever goes wrong, there is only less to offer.
package enum CompletionNames {
    /// Scenes, campaigns and cells of the workspace that contains `directory`.
    package static func ids(in directory: String, beginningWith word: String) -> [String] {
        names(in: directory)?.ids(beginningWith: word) ?? []
    }

    /// The profiles of the workspace that contains `directory`.
    package static func profiles(in directory: String) -> [String] { names(in: directory)?.profiles() ?? [] }

    private static func names(in directory: String) -> WorkspaceNames? {
        (try? WorkspaceFinder.find(from: directory)).map { WorkspaceNames(root: $0) }
    }
}
