internal import AuroraCore
internal import AuroraFiles

/// The scene files of a workspace, as their places in the folder `scenes` name them.
struct SceneTree {
    struct SceneFile: Sendable {
        let id: SceneID
        /// Relative to the workspace.
        let path: String
    }

    static let folder = "scenes"

    /// Sorted by id.
    private(set) var files: [SceneFile] = []
    /// Every folder that was listed, with a print of the names in it that count.
    private(set) var folders: [String: UInt64] = [:]
    private(set) var diagnostics: [Diagnostic] = []

    /// Lists `scenes` and the folders below it; symbolic links to folders are not followed.
    init(in workspace: ContainedFolder) {
        // Level by level, each on all processors: listing is waiting for the kernel.
        var level = [Self.folder]
        while !level.isEmpty {
            let listings = Parallel.map(level) { folder -> Result<[FolderEntry], ContainmentError> in
                do throws(ContainmentError) { return .success(try workspace.entries(folder)) } catch {
                    return .failure(error)
                }
            }
            var next: [String] = []
            for (folder, listing) in zip(level, listings) {
                switch listing {
                case .success(let entries):
                    folders[folder] = FolderNames.mark(entries)
                    take(entries, of: folder, pending: &next)
                case .failure(let error): refuse(folder, error)
                }
            }
            level = next
        }
        files.sort { $0.id == $1.id ? $0.path < $1.path : $0.id < $1.id }
        checkIDs(in: workspace)
    }

    /// These scene files alone, which are known to be there and to have ids of their own.
    init(only files: Set<String>) {
        for path in files.sorted() where path.hasPrefix(Self.folder + "/") {
            addScene(path, isFolder: path.hasSuffix("/scene.yaml"))
        }
        self.files.sort { $0.id < $1.id }
    }

    private mutating func take(_ entries: [FolderEntry], of folder: String, pending: inout [String]) {
        // A folder with `scene.yaml` is that scene's own: other YAML files in it are no scenes.
        let isSceneFolder =
            folder != Self.folder && entries.contains { $0.name == "scene.yaml" && $0.kind != .directory }
        for entry in entries {
            let path = "\(folder)/\(entry.name)"
            if entry.kind == .directory {
                if !entry.name.hasPrefix(".") { pending.append(path) }
                continue
            }
            let isScene = isSceneFolder ? entry.name == "scene.yaml" : entry.name.hasSuffix(".yaml")
            let isMisnamed = entry.name.hasSuffix(".yml") && (!isSceneFolder || entry.name == "scene.yml")
            if isMisnamed && !entry.name.hasPrefix(".") {
                let right = String(entry.name.dropLast(3)) + "yaml"
                warn(
                    "\(Words.quoted(entry.name)) is not read: scene files end in `.yaml`", path,
                    "rename it to `\(right)`")
            } else if isScene && entry.name.hasPrefix(".") {
                let right = String(entry.name.drop { $0 == "." })
                let hint = right == "yaml" ? "give it a name" : "rename it to `\(right)`, or remove it"
                warn("\(Words.quoted(entry.name)) is not read: its name begins with a dot", path, hint)
            } else if isScene {
                addScene(path, isFolder: isSceneFolder)
            }
        }
    }

    private mutating func addScene(_ path: String, isFolder: Bool) {
        let suffix = isFolder ? "/scene.yaml" : ".yaml"
        let id = SceneID(String(path.dropFirst(Self.folder.count + 1).dropLast(suffix.count)))
        let unfit = id.text.unicodeScalars.first {
            TextProblem.forbiddenName($0) != nil || $0 == "\u{FFFD}" || $0 < " "
        }
        guard unfit == nil else {
            let span = SourceSpan(file: path, line: 1, column: 1, text: nil)
            let problem = "the name of this file has a character that cannot be part of a scene's id"
            diagnostics.append(Diagnostic(problem, at: span, hint: "rename it with visible characters, in UTF-8"))
            return
        }
        files.append(SceneFile(id: id, path: path))
    }

    private mutating func warn(_ problem: String, _ path: String, _ hint: String) {
        let span = SourceSpan(file: path, line: 1, column: 1, text: nil)
        diagnostics.append(Diagnostic(problem, at: span, hint: hint, severity: .warning))
    }

    private mutating func refuse(_ folder: String, _ error: ContainmentError) {
        // No `scenes` at all is a workspace without scenes.
        if error == .missing { return }
        let refusal = FileRefusal.folder(folder, error)
        diagnostics.append(Diagnostic(refusal.problem, hint: refusal.hint))
    }
}

extension SceneTree {
    /// Two files for one id, and ids that some file systems take for one.
    private mutating func checkIDs(in workspace: ContainedFolder) {
        var exact: [SceneID: SceneFile] = [:]
        var folded: [String: SceneFile] = [:]
        for file in files {
            if let other = exact[file.id] {
                let isSpelling = Paths.parent(other.path) == Paths.parent(file.path)
                let note = "the other one is \(other.path)"
                refuse(
                    file, "two scenes have the id `\(file.id)`",
                    isSpelling ? note + ", spelled with other Unicode characters" : note,
                    "rename or remove one of them",
                    workspace)
                continue
            }
            exact[file.id] = file
            let key = file.id.text.lowercased()
            if let other = folded[key] {
                refuse(
                    file, "the ids `\(other.id)` and `\(file.id)` differ only in upper and lower case",
                    "the other one is \(other.path)", "rename one of them: on some disks they are the same file",
                    workspace)
            }
            folded[key] = folded[key] ?? file
        }
    }

    private mutating func refuse(
        _ file: SceneFile, _ problem: String, _ note: String, _ hint: String, _ workspace: ContainedFolder
    ) {
        // The first line stands for the file; a file that cannot be read has its own diagnostic.
        let bytes = (try? workspace.open(file.path).contents(limit: 1 << 20)) ?? []
        let line = String(decoding: bytes.prefix { $0 != UInt8(ascii: "\n") }, as: UTF8.self)
        let span = SourceSpan(file: file.path, line: 1, column: 1, length: line.unicodeScalars.count, text: line)
        diagnostics.append(Diagnostic(problem, at: span, notes: [note], hint: hint))
    }
}
