internal import AuroraCore
internal import AuroraFiles

/// The campaign files of a workspace: `campaigns/NAME.yaml` and `campaigns/NAME/campaign.yaml`.
struct CampaignTree {
    struct CampaignFile: Sendable {
        /// In Unicode's composed form, as ids are.
        let name: String
        /// Relative to the workspace.
        let path: String
    }

    static let folder = "campaigns"

    /// Sorted by path.
    private(set) var files: [CampaignFile] = []
    /// Every folder that was listed, with the mark of its names.
    private(set) var folders: [String: UInt64] = [:]
    private(set) var diagnostics: [Diagnostic] = []

    /// Lists the folder `campaigns` and those in it. `only` leaves out all other files.
    init(in workspace: ContainedFolder, only: Set<String>?) {
        if let only, !only.contains(where: { $0.hasPrefix(Self.folder + "/") }) { return }
        for entry in list(Self.folder, of: workspace) {
            let path = "\(Self.folder)/\(entry.name)"
            if entry.name.hasPrefix(".") { continue }
            if entry.kind == .directory {
                let entries = list(path, of: workspace)
                if entries.contains(where: { $0.name == "campaign.yaml" && $0.kind != .directory }) {
                    add(entry.name, "\(path)/campaign.yaml")
                } else if entries.contains(where: { $0.name == "campaign.yml" }) {
                    refuseSuffix("\(path)/campaign.yml")
                }
            } else if entry.name.hasSuffix(".yaml") {
                add(String(entry.name.dropLast(".yaml".count)), path)
            } else if entry.name.hasSuffix(".yml") {
                refuseSuffix(path)
            }
        }
        if let only { files.removeAll { !only.contains($0.path) } }
        files.sort { $0.path.utf8.lexicographicallyPrecedes($1.path.utf8) }
    }

    private mutating func list(_ folder: String, of workspace: ContainedFolder) -> [FolderEntry] {
        do throws(ContainmentError) {
            let entries = try workspace.entries(folder)
            folders[folder] = FolderNames.mark(entries)
            return entries
        } catch {
            // No `campaigns` at all is a workspace without campaigns.
            if error == .missing { return [] }
            let refusal = FileRefusal.folder(folder, error)
            diagnostics.append(Diagnostic(refusal.problem, hint: refusal.hint))
            return []
        }
    }

    private mutating func add(_ name: String, _ path: String) {
        let name = SceneID(name).text
        let span = SourceSpan(file: path, line: 1, column: 1, text: nil)
        let unfit = name.unicodeScalars.contains {
            TextProblem.forbiddenName($0) != nil || $0 == "\u{FFFD}" || $0 < " "
        }
        if unfit || name.isEmpty {
            diagnostics.append(
                Diagnostic(
                    "the name of this file has a character that cannot be part of an id", at: span,
                    hint: "rename it with visible characters, in UTF-8"))
        } else if let other = files.first(where: { $0.name.lowercased() == name.lowercased() }) {
            diagnostics.append(
                Diagnostic(
                    "two campaigns are called `\(name)`", at: span, notes: ["the other one is \(other.path)"],
                    hint: "rename or remove one of them"))
        } else {
            files.append(CampaignFile(name: name, path: path))
        }
    }

    private mutating func refuseSuffix(_ path: String) {
        let name = Words.quoted(Paths.name(path))
        diagnostics.append(
            Diagnostic(
                "\(name) is not read: campaign files end in `.yaml`",
                at: SourceSpan(file: path, line: 1, column: 1, text: nil),
                hint: "rename it to `\(Paths.name(path).dropLast(3))yaml`", severity: .warning))
    }
}
