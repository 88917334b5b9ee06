internal import AuroraCore
internal import AuroraFiles
internal import Glibc

/// The campaigns of a workspace: read, expanded to cells, and made into scenes.
struct Campaigns {
    private let tree: CampaignTree
    private var opened: [Opened] = []
    /// Scene files that campaigns name as their template.
    private var templates: Set<PathKey> = []
    /// Whether some campaign could not be read, so that there is no telling which templates it uses.
    private var hasUnread = false

    /// A campaign whose file could be read.
    private struct Opened {
        let file: CampaignTree.CampaignFile
        let declaration: CampaignDeclaration
        /// The scene file that it names; `nil` if there is none, which has been reported.
        let template: String?
        let tables: [DataTable]
        /// Whether all of it could be read.
        let isWhole: Bool
    }

    /// Finds the campaign files; those among `only`, if that is given.
    init(in folder: ContainedFolder, only: Set<String>?, reporting problems: inout Problems) {
        tree = CampaignTree(in: folder, only: only)
        for diagnostic in tree.diagnostics { problems.report(diagnostic) }
    }

    var isEmpty: Bool { tree.files.isEmpty }

    /// Every folder that was listed, with the mark of its names.
    var folders: [String: UInt64] { tree.folders }

    /// Reads the campaign files, the scene files that they name and their data.
    mutating func read(
        _ sceneFiles: inout SceneFiles, beside scenes: [SceneTree.SceneFile], from files: inout WorkspaceFiles,
        reporting problems: inout Problems
    ) {
        for file in tree.files {
            guard let declaration = declaration(file, &files, &problems) else {
                hasUnread = true
                continue
            }
            let errors = problems.errorCount
            let template = template(of: declaration, scenes, &sceneFiles, &files, &problems)
            if let template { templates.insert(PathKey(template)) }
            let tables = declaration.data.compactMap { table($0.path, at: $0.span, &files, &problems) }
            if template == nil { hasUnread = true }
            opened.append(
                Opened(
                    file: file, declaration: declaration, template: template, tables: tables,
                    isWhole: !declaration.isBroken && problems.errorCount == errors))
        }
    }

    /// The scenes of all campaigns' cells, and the campaigns themselves. `scenes` are the files that are scenes by
    /// themselves: no cell can have the id of one.
    func expand(
        beside scenes: [SceneTree.SceneFile], _ sceneFiles: SceneFiles, _ resolver: SceneResolver,
        _ files: inout WorkspaceFiles, _ problems: inout Problems
    ) -> (scenes: [Scene], campaigns: [Campaign]) {
        var taken: [String: String] = [:]
        for scene in scenes { taken[scene.id.text.lowercased()] = scene.path }
        var result: [Scene] = []
        var campaigns: [Campaign] = []
        for campaign in opened {
            check(campaign, against: taken, &problems)
            guard campaign.isWhole, let template = campaign.template,
                let chain = sceneFiles.chain(from: template, reporting: &problems)
            else { continue }
            let expansion = CampaignExpansion(campaign.declaration, campaign.tables)
            let cells = expansion.cells(reporting: &problems)
            if result.count + cells.count > DataLimits.maximumCellCount {
                problems.report(
                    Diagnostic(
                        "the campaigns have more than \(DataLimits.maximumCellCount) cells together",
                        at: campaign.declaration.start, hint: "divide them among several workspaces"))
                break
            }
            let rights = campaign.declaration.rights.map(\.file.path)
            let sources = ([campaign.file.path] + campaign.tables.map(\.file) + rights).uniqued()
            for cell in cells {
                guard let other = taken[cell.id.text.lowercased()] else { continue }
                problems.report(
                    Diagnostic(
                        "a cell and a scene have the id `\(cell.id)`", at: cell.span,
                        notes: ["the scene is \(other)"], hint: "rename the scene, or change the cell's id"))
            }
            let decoder = CellDecoder(
                expansion, defaults: resolver.defaults, chain: chain.reversed().compactMap { sceneFiles[$0]?.layer },
                providers: sceneFiles.providers, reporting: &problems)
            let drafts = CellDrafts(
                file: template, chain: chain, campaignFiles: ([campaign.file.path] + rights).uniqued(),
                name: campaign.file.name, decoder: decoder)
            let scenes = drafts.scenes(cells, resolver, &files, &problems)
            let reels = ReelExpansion(campaign.declaration, cells, scenes, sources: sources)
                .reels(beside: taken, &files, &problems)
            check(campaign.declaration.rights, &files, &problems)
            campaigns.append(
                Campaign(
                    name: campaign.file.name, file: campaign.file.path, sources: sources, cellCount: cells.count,
                    reels: reels, rights: campaign.declaration.rights))
            result += scenes
        }
        return (result, campaigns)
    }

    private func check(_ rights: [Rights], _ files: inout WorkspaceFiles, _ problems: inout Problems) {
        for document in rights {
            guard let refusal = files.refusal(ofInput: document.file.path) else { continue }
            problems.report(Diagnostic(refusal.problem, at: document.file.span, hint: refusal.hint))
        }
    }

    /// Reports scene files with variables that are no campaign's template: they can be built by nobody.
    func reportUnused(
        _ scenes: [SceneTree.SceneFile], _ sceneFiles: SceneFiles, _ problems: inout Problems
    ) {
        guard !hasUnread else { return }
        for scene in scenes where !templates.contains(PathKey(scene.path)) {
            guard !sceneFiles.extended.contains(PathKey(scene.path)),
                let use = sceneFiles.firstVariable(from: scene.path)
            else { continue }
            let owner = use.span.file == scene.path ? "" : ", which it inherits from \(use.span.file)"
            problems.report(
                Diagnostic(
                    "scene `\(scene.id)` has the variable \(Words.quoted("${\(use.name)}"))\(owner), and no campaign "
                        + "gives it a value", at: use.span,
                    hint: "name the scene in `campaigns/NAME.yaml` with `scene:`, or write `$${\(use.name)}` for the "
                        + "characters themselves"))
        }
    }
}

extension Campaigns {
    private func declaration(
        _ file: CampaignTree.CampaignFile, _ files: inout WorkspaceFiles, _ problems: inout Problems
    ) -> CampaignDeclaration? {
        do throws(SourceError) {
            let source = try files.source(file.path)
            do throws(DiagnosticsError) {
                let entries = try YAMLReader.entries(of: source, reporting: &problems)
                var reader = FieldReader(source)
                let start = entries.first.map { source.span(of: $0.key) } ?? source.start
                let declaration = reader.campaign(entries, named: file.name, start: start, reporting: &problems)
                for diagnostic in reader.diagnostics { problems.report(diagnostic) }
                return declaration
            } catch {
                problems.report(error)
            }
        } catch {
            report(error, file.path, at: SourceSpan(file: file.path, line: 1, column: 1, text: nil), &files, &problems)
        }
        return nil
    }

    /// The scene file that a campaign names, read.
    private func template(
        of declaration: CampaignDeclaration, _ scenes: [SceneTree.SceneFile], _ sceneFiles: inout SceneFiles,
        _ files: inout WorkspaceFiles, _ problems: inout Problems
    ) -> String? {
        guard case .value(let stated, let span) = declaration.scene else { return nil }
        let candidates = stated.hasSuffix(".yaml") ? [stated] : ["\(stated)/scene.yaml", "\(stated).yaml"]
        guard let path = candidates.first(where: { files.isFile($0) }) else {
            // Most are named by their place below `scenes`.
            let nearest = Wording.nearest(
                to: String(stated.prefix(100)), among: scenes.map { "\(SceneTree.folder)/\($0.id)" })
            problems.report(
                Diagnostic(
                    "there is no scene \(Words.quoted(stated))", at: span,
                    hint: nearest.map { "did you mean `\($0)`?" } ?? "name a scene file, or a folder with `scene.yaml`")
            )
            return nil
        }
        sceneFiles.load([path], from: &files, reporting: &problems)
        return path
    }

    private func table(
        _ path: String, at span: SourceSpan, _ files: inout WorkspaceFiles, _ problems: inout Problems
    ) -> DataTable? {
        do throws(SourceError) {
            let source = try files.source(path, limit: DataLimits.maximumByteCount)
            let name = path.lowercased()
            if name.hasSuffix(".json") { return JSONRows.table(of: source, reporting: &problems) }
            return DelimitedReader.table(
                of: source, separator: name.hasSuffix(".tsv") ? .tab : .comma, reporting: &problems)
        } catch {
            if case .unreadable(.failed(let failure)) = error, failure.code == EFBIG {
                problems.report(
                    Diagnostic(
                        "\(Words.quoted(path)) has more than \(DataLimits.maximumByteCount >> 20) MiB", at: span,
                        hint: "divide it into several files, and name them all"))
            } else {
                report(error, path, at: span, &files, &problems)
            }
            return nil
        }
    }

    private func report(
        _ error: SourceError, _ path: String, at span: SourceSpan, _ files: inout WorkspaceFiles,
        _ problems: inout Problems
    ) {
        switch error {
        case .unfit(let error): problems.report(error)
        case .unreadable(let error):
            let refusal = files.refusal(path, error)
            problems.report(Diagnostic(refusal.problem, at: span, hint: refusal.hint))
        }
    }

    /// Whether `aurora build NAME` can mean one thing only.
    private func check(_ campaign: Opened, against taken: [String: String], _ problems: inout Problems) {
        guard let scene = taken[campaign.file.name.lowercased()] else { return }
        problems.report(
            Diagnostic(
                "a campaign and a scene are both called `\(campaign.file.name)`", at: campaign.declaration.start,
                notes: ["the scene is \(scene)"], hint: "rename one of them"))
    }
}
