import AuroraCore
import AuroraWorkspace

/// The scenes that people name on the command line: a scene by its id, or all below a name: a campaign's cells, those
/// of one of its rows, a folder of scenes.
struct SceneSelection {
    private let workspace: Workspace

    init(_ workspace: Workspace) { self.workspace = workspace }

    /// Of scenes and reels.
    private var ids: [SceneID] { workspace.scenes.map(\.id) + workspace.campaigns.flatMap { $0.reels.map(\.id) } }

    /// The ids of the named scenes and reels; `nil` is all. Throws `DiagnosticsError` with every name that means nothing.
    func scenes(named names: [String]) throws(DiagnosticsError) -> Set<SceneID>? {
        guard !names.isEmpty else { return nil }
        let known = Set(ids)
        var result: Set<SceneID> = []
        var unknown: [Diagnostic] = []
        for name in names {
            let id = SceneID(name.hasSuffix("/") ? String(name.dropLast()) : name)
            if known.contains(id) {
                result.insert(id)
                continue
            }
            let below = scenes(below: id)
            if below.isEmpty { unknown.append(refusal(of: name, known)) }
            result.formUnion(below)
        }
        guard unknown.isEmpty else { throw DiagnosticsError(unknown) }
        return result
    }

    private func scenes(below prefix: SceneID) -> [SceneID] {
        let bytes = Array((prefix.text + "/").utf8)
        return ids.filter { $0.text.utf8.starts(with: bytes) }
    }

    private func refusal(of name: String, _ known: Set<SceneID>) -> Diagnostic {
        let shown = PrintableText.sanitized(String(name.prefix(80)))
        if isCampaign(SceneID(name)) {
            return Diagnostic("campaign `\(shown)` has no cells", hint: "add a row to its data")
        }
        let hint = MeantIDs.hint(for: name, in: workspace.root, among: candidates(for: name)) { id in
            let id = SceneID(id)
            return known.contains(id) || isCampaign(id) || !scenes(below: id).isEmpty
        }
        return Diagnostic("there is no scene `\(shown)`", hint: hint ?? "`aurora status` lists the scenes")
    }

    private func isCampaign(_ id: SceneID) -> Bool { workspace.campaigns.contains { $0.name == id.text } }

    /// What may have been meant. Of ten thousand cells only those that begin as the name does are worth comparing.
    private func candidates(for name: String) -> [String] {
        let campaigns = workspace.campaigns.map(\.name)
        let typed = name.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false).first.map(String.init)
        // The campaign's own name may be the part that is misspelt.
        let corrected = typed.flatMap {
            scenes(below: SceneID($0)).isEmpty ? Wording.nearest(to: $0, among: campaigns) : nil
        }
        let start = corrected ?? typed
        let prefix = Array(((start ?? "") + "/").utf8)
        let ids = self.ids.lazy.map(\.text).filter { id in
            id.utf8.starts(with: prefix) || !campaigns.contains { id.utf8.starts(with: Array(($0 + "/").utf8)) }
        }
        return campaigns + ids.prefix(2000)
    }
}
