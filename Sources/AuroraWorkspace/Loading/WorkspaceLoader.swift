package import AuroraCore
internal import AuroraFiles

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
    /// The kinds of provider that a scene may use; others may be declared.
    package let supported: Set<ProviderKind>
    /// What the user's own configuration says.
    package let configuration: UserConfiguration

    /// `root` is the folder with `aurora.yaml`.
    package init(
        root: String, supported: Set<ProviderKind> = [.embedded, .command, .hosted],
        configuration: UserConfiguration = UserConfiguration()
    ) {
        self.root = root
        self.configuration = configuration
        self.supported = supported
    }

    /// `profile` and `overrides` (settings by the names they have in a scene file, with values as typed) come from the
    /// command line. `only` restricts the workspace to some of its scene files, whose ids are known to be good. Throws
    /// every problem of every file at once, sorted by place.
    package func load(
        profile: String? = nil, overrides: [String: String] = [:], only: Set<String>? = nil
    ) throws(DiagnosticsError) -> LoadedWorkspace {
        let folder: ContainedFolder
        do throws(FileError) { folder = try ContainedFolder(root) } catch { throw DiagnosticsError(error.diagnostics) }
        var files = WorkspaceFiles(folder)
        var problems = Problems()

        let readable = declaration(&files, &problems)
        let declaration = readable ?? .unknown
        let selection = ProfileSelection(declaration: declaration)
        let chosen = readable == nil ? nil : selection.choose(profile, reporting: &problems)
        checkInputs(of: declaration.programs, &files, &problems)
        let overrides = settings(overrides, &problems)
        let tree = only.map { SceneTree(only: $0) } ?? SceneTree(in: folder)
        for diagnostic in tree.diagnostics { problems.report(diagnostic) }
        var campaigns = Campaigns(in: folder, only: only, reporting: &problems)
        if tree.files.isEmpty && campaigns.isEmpty && only == nil {
            let hint = "write `scenes/NAME.yaml` with `image:` and `audio:`"
            problems.report(Diagnostic("the workspace has no scenes", hint: hint, severity: .warning))
        }
        var sceneFiles = SceneFiles(providers: declaration.providers)
        sceneFiles.load(tree.files.map(\.path), from: &files, reporting: &problems)
        campaigns.read(&sceneFiles, beside: tree.files, from: &files, reporting: &problems)
        let named = sceneFiles.named
        files.fetch(inputs: named.inputs, texts: named.texts)
        let resolver = SceneResolver(
            defaults: declaration.defaults.over(configuration.defaults),
            profile: chosen ?? WorkspaceDeclaration.builtInProfile,
            overrides: overrides, supported: supported)
        var scenes = tree.files.compactMap {
            resolver.scene($0, in: sceneFiles, files: &files, reporting: &problems)
        }
        let expanded = campaigns.expand(beside: tree.files, sceneFiles, resolver, &files, &problems)
        campaigns.reportUnused(tree.files, sceneFiles, &problems)
        if !expanded.scenes.isEmpty { scenes = (scenes + expanded.scenes).sorted { $0.id < $1.id } }
        OutputNames.check(scenes, &problems)

        guard problems.errorCount == 0, let chosen else { throw DiagnosticsError(problems.sorted()) }
        let workspace = Workspace(
            root: folder.path, name: declaration.name ?? Paths.name(folder.path), profile: chosen.name,
            profiles: selection.profiles.map(\.name).sorted(),
            commitMode: chosen.commitMode ?? declaration.commitMode ?? .records,
            cacheDirectory: declaration.cacheDirectory ?? CacheFolder.usual,
            statesCacheDirectory: declaration.cacheDirectory != nil,
            budget: declaration.budget.lowered(to: configuration.budget),
            configuration: configuration,
            programs: Dictionary(declaration.programs.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first }),
            scenes: scenes, campaigns: expanded.campaigns,
            texts: Dictionary(uniqueKeysWithValues: files.read.map { ($0.path, $1) }),
            folders: tree.folders.merging(campaigns.folders) { first, _ in first })
        return LoadedWorkspace(workspace: workspace, warnings: problems.sorted(.warning))
    }
}

extension WorkspaceLoader {
    /// `nil` if there is none that can be read, which is reported.
    func declaration(_ files: inout WorkspaceFiles, _ problems: inout Problems) -> WorkspaceDeclaration? {
        let path = WorkspaceFinder.fileName
        do throws(SourceError) {
            let source = try files.source(path)
            do throws(DiagnosticsError) {
                let entries = try YAMLReader.entries(of: source, reporting: &problems)
                var reader = FieldReader(source)
                let declaration = reader.workspace(entries)
                for diagnostic in reader.diagnostics { problems.report(diagnostic) }
                return declaration
            } catch {
                problems.report(error)
            }
        } catch {
            switch error {
            case .unfit(let error): problems.report(error)
            case .unreadable(.missing):
                problems.report(
                    Diagnostic(
                        "there is no `\(path)` in \(Words.quoted(root))", hint: "make a workspace with `aurora init`"))
            case .unreadable(let error):
                let refusal = files.refusal(path, error)
                problems.report(Diagnostic(refusal.problem, hint: refusal.hint))
            }
        }
        return nil
    }

    private func settings(_ overrides: [String: String], _ problems: inout Problems) -> [StatedSetting] {
        var result: [StatedSetting] = []
        for (key, text) in overrides.sorted(by: { $0.key < $1.key }) {
            guard let name = SettingName(rawValue: key) else {
                let nearest = Wording.nearest(to: String(key.prefix(40)), among: SettingText.names)
                problems.report(
                    Diagnostic(
                        "there is no setting \(Words.quoted(key))",
                        hint: nearest.map { "did you mean `\($0)`?" }
                            ?? "choose \(Wording.ticked(SettingText.names, conjunction: "or"))"))
                continue
            }
            switch SettingText.value(of: name, from: text) {
            case .success(let value): result.append(StatedSetting(value: value, span: nil))
            case .failure(let refusal): problems.report(Diagnostic(refusal.problem, hint: refusal.hint))
            }
        }
        return result
    }

    private func checkInputs(
        of programs: [CommandProgram], _ files: inout WorkspaceFiles, _ problems: inout Problems
    ) {
        for input in programs.flatMap(\.inputs) {
            guard let refusal = files.refusal(ofInput: input.path) else { continue }
            problems.report(Diagnostic(refusal.problem, at: input.span, hint: refusal.hint))
        }
    }
}
