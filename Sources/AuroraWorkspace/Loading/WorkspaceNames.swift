internal import AuroraCore
internal import AuroraFiles

/// The names that one types on the command line, found with as little reading as possible: for completion in a shell,
/// where nobody waits for a check of ten thousand scenes.
package struct WorkspaceNames: Sendable {
    private let root: String

    /// `root` is the folder with `aurora.yaml`.
    package init(root: String) { self.root = root }

    /// Scenes and campaigns, or the cells of the campaign that `word` begins with. Empty where nothing can be read.
    package func ids(beginningWith word: String) -> [String] {
        guard let folder = try? ContainedFolder(root) else { return [] }
        let campaigns = CampaignTree(in: folder, only: nil).files.map(\.name)
        if campaigns.contains(where: { word.hasPrefix($0 + "/") }) {
            // Only an expansion knows them. One with mistakes has none to offer.
            let scenes = (try? WorkspaceLoader(root: root).load().workspace.scenes) ?? []
            return scenes.map(\.id.text).filter { $0.hasPrefix(word) }
        }
        let scenes = SceneTree(in: folder).files.map(\.id.text)
        return (campaigns + scenes).filter { $0.hasPrefix(word) }
    }

    /// The profiles that can be chosen. Empty where nothing can be read.
    package func profiles() -> [String] {
        declaration.map { ProfileSelection(declaration: $0).profiles.map(\.name) } ?? []
    }

    /// What the workspace calls itself; `nil` if it does not, or nothing can be read.
    package var title: String? { declaration?.name }

    private var declaration: WorkspaceDeclaration? {
        guard let folder = try? ContainedFolder(root) else { return nil }
        var files = WorkspaceFiles(folder)
        var problems = Problems()
        guard let source = try? files.source(WorkspaceFinder.fileName),
            let entries = try? YAMLReader.entries(of: source, reporting: &problems)
        else { return nil }
        var reader = FieldReader(source)
        return reader.workspace(entries)
    }
}
