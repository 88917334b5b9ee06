package import AuroraCore
internal import AuroraFiles

/// A scene as far as the hosted API can be asked for it.
package struct ExportedScene: Sendable {
    package let id: SceneID
    /// Paths are relative to the workspace.
    package let image: HostedTask.Input
    package let audio: HostedTask.Input
    /// Empty if none.
    package let prompt: String
    package let settings: Settings
}

extension WorkspaceLoader {
    /// The scenes with these ids. Only their own files have to be right, unless one is a campaign's cell. Throws
    /// everything that is wrong.
    package func exportedScenes(
        _ ids: [SceneID], profile: String?
    ) throws(DiagnosticsError) -> [ExportedScene] {
        let folder: ContainedFolder
        do throws(FileError) { folder = try ContainedFolder(root) } catch { throw DiagnosticsError(error.diagnostics) }
        let tree = SceneTree(in: folder)
        let own = tree.files.filter { ids.contains($0.id) }
        let missing = ids.filter { id in !own.contains { $0.id == id } }
        guard missing.isEmpty else {
            try checkNames(missing, tree, CampaignTree(in: folder, only: nil))
            return try exportedCells(ids, try load(profile: profile).workspace.scenes)
        }
        var files = WorkspaceFiles(folder)
        var problems = Problems()
        let declaration = self.declaration(&files, &problems) ?? .unknown
        let chosen = ProfileSelection(declaration: declaration).choose(profile, reporting: &problems)
        var sceneFiles = SceneFiles(providers: declaration.providers)
        sceneFiles.load(own.map(\.path), from: &files, reporting: &problems)
        let resolver = SceneResolver(
            defaults: declaration.defaults.over(configuration.defaults),
            profile: chosen ?? WorkspaceDeclaration.builtInProfile, overrides: [], supported: supported)
        let scenes = ids.compactMap { id in
            own.first { $0.id == id }.flatMap { resolver.exported($0, in: sceneFiles, &files, &problems) }
        }
        guard problems.errorCount == 0 else { throw DiagnosticsError(problems.sorted()) }
        return scenes
    }
}

extension WorkspaceLoader {
    /// Refuses names that are neither scenes nor can be cells of a campaign.
    private func checkNames(
        _ ids: [SceneID], _ tree: SceneTree, _ campaigns: CampaignTree
    ) throws(DiagnosticsError) {
        let unknown = ids.filter { id in !campaigns.files.contains { id.text.hasPrefix($0.name + "/") } }
        guard unknown.isEmpty else {
            throw DiagnosticsError(unknown.map { self.unknown($0, among: tree.files.map(\.id.text)) })
        }
    }

    private func exportedCells(_ ids: [SceneID], _ scenes: [Scene]) throws(DiagnosticsError) -> [ExportedScene] {
        var result: [ExportedScene] = []
        for id in ids {
            guard let scene = scenes.first(where: { $0.id == id }) else {
                throw DiagnosticsError([unknown(id, among: scenes.map(\.id.text))])
            }
            guard let exported = ExportedScene(scene) else {
                throw DiagnosticsError([Self.unspoken(id, at: scene.audio.span)])
            }
            result.append(exported)
        }
        return result
    }

    private func unknown(_ id: SceneID, among names: [String]) -> Diagnostic {
        let name = String(id.text.prefix(100))
        let hint = MeantIDs.hint(for: name, in: root, among: names.prefix(2000)) { names.contains($0) }
        return Diagnostic(
            "there is no scene \(Words.quoted(id.text))", hint: hint ?? "`aurora status` lists the scenes")
    }

    fileprivate static func unspoken(_ id: SceneID, at span: SourceSpan) -> Diagnostic {
        Diagnostic(
            "scene `\(id)` has no recording yet: its text is spoken by a build", at: span,
            hint: "export takes scenes with `audio:`")
    }
}

extension ExportedScene {
    /// A scene that was checked; `nil` if its words have still to be spoken.
    init?(_ scene: Scene) {
        guard let image = Self.input(scene.image), let audio = Self.input(scene.audio) else { return nil }
        self.init(
            id: scene.id, image: image, audio: audio, prompt: scene.prompt?.text ?? "", settings: scene.settings)
    }

    private static func input(_ input: SceneInput) -> HostedTask.Input? {
        switch input {
        case .file(let file): .path(file.path)
        case .remote(let remote): .url(remote.url)
        case .speech: nil
        }
    }
}

extension SceneResolver {
    /// `nil` if the scene cannot be exported, which is reported.
    fileprivate func exported(
        _ file: SceneTree.SceneFile, in sceneFiles: SceneFiles, _ files: inout WorkspaceFiles,
        _ problems: inout Problems
    ) -> ExportedScene? {
        guard let chain = sceneFiles.chain(from: file.path, reporting: &problems),
            case .parsed(_, let start)? = sceneFiles[file.path]
        else { return nil }
        if let use = sceneFiles.firstVariable(from: file.path) {
            problems.report(
                Diagnostic(
                    "scene `\(file.id)` is a template: it has the variable `${\(use.name)}`", at: use.span,
                    hint: "export one of its campaign's cells"))
            return nil
        }
        var layer = defaults
        for path in chain.reversed() {
            if let above = sceneFiles[path]?.layer { layer = above.over(layer) }
        }
        let image = input(layer.image, "image", file, start, &files, &problems)
        let audio = input(layer.voice, "audio", file, start, &files, &problems)
        var prompt: String? = ""
        switch layer.prompt {
        case .absent: break
        case .invalid: prompt = nil
        case .value(.text(let text), _): prompt = text
        case .value(.file(let path), let span):
            switch files.text(path) {
            case .success(let text): prompt = text
            case .failure(.unfit(let error)): problems.report(error)
            case .failure(.unreadable(let refusal)):
                problems.report(Diagnostic(refusal.problem, at: span, hint: refusal.hint))
            }
        }
        guard let image, let audio, let prompt else { return nil }
        return ExportedScene(
            id: file.id, image: image, audio: audio, prompt: prompt, settings: settings(above: layer.settings))
    }

    private func input(
        _ stated: Stated<SceneLayer.Asset>, _ key: String, _ file: SceneTree.SceneFile, _ start: SourceSpan,
        _ files: inout WorkspaceFiles, _ problems: inout Problems
    ) -> HostedTask.Input? {
        switch stated {
        case .invalid: return nil
        case .absent:
            problems.report(
                Diagnostic("scene `\(file.id)` has no `\(key)`", at: start, hint: "add `\(key): FILE`"))
            return nil
        case .value(.url(let url), _): return .url(url.text)
        case .value(.file(let path), let span):
            guard let refusal = files.refusal(ofInput: path) else { return .path(path) }
            problems.report(Diagnostic(refusal.problem, at: span, hint: refusal.hint))
            return nil
        case .value(_, let span):
            problems.report(WorkspaceLoader.unspoken(file.id, at: span))
            return nil
        }
    }
}
