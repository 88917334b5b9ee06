import AuroraCore
import AuroraFiles
import AuroraGit
import AuroraProvenance
import AuroraWorkspace

/// A workspace to begin with, copied from a template.
package struct NewWorkspace: Sendable {
    /// Absolute.
    package let path: String
    package let files: [String]
    /// Whether a git repository was made for it.
    package let madeRepository: Bool

    /// Copies `template` into `directory`, which is made if need be, and makes a git repository if the folder is in
    /// none. Nothing that exists is overwritten: throws `DiagnosticsError` naming what is in the way.
    package static func create(
        in directory: String, template: String, environment: SessionEnvironment
    ) throws -> NewWorkspace {
        let source = try folder(of: template, environment)
        let records = RecordFiles(folder: try ContainedFolder(source))
        let files = try records.paths(under: ".").map { String($0.dropFirst("./".count)) }
        try checkNesting(of: directory)
        try Files.createDirectories(directory)
        let target = try Files.realPath(directory)
        let taken = try files.filter { try FileFacts.of(Paths.join(target, $0)) != nil }
        guard taken.isEmpty else {
            throw DiagnosticsError([
                Diagnostic(
                    "`\(directory)` already has \(Wording.ticked(Array(taken.prefix(3))))",
                    hint: "name an empty folder: `aurora init my-videos`")
            ])
        }
        for file in files {
            try Files.write(try Files.read(Paths.join(source, file)), to: Paths.join(target, file))
        }
        let repository = GitRecordRepository(workspace: target, environment: GitEnvironment(environment.variables))
        var madeRepository = false
        if case .none = try repository.state() {
            try GitRecordRepository.create(at: target)
            madeRepository = true
        }
        return NewWorkspace(path: target, files: files, madeRepository: madeRepository)
    }

    /// Refuses a folder inside another workspace: commands started there would work on the new one, builds of the outer
    /// one would not know it, and its files would be theirs too.
    private static func checkNesting(of directory: String) throws {
        // The folder may have yet to be made.
        var above: String? = directory
        while let folder = above, try FileFacts.of(folder) == nil { above = Paths.parent(folder) }
        guard let start = above, try FileFacts.of(Paths.join(directory, WorkspaceFinder.fileName)) == nil else {
            return
        }
        var current: String? = try Files.realPath(start)
        while let folder = current {
            guard try FileFacts.of(Paths.join(folder, WorkspaceFinder.fileName)) == nil else {
                throw DiagnosticsError([
                    Diagnostic(
                        "`\(PrintableText.sanitized(directory))` is inside the workspace "
                            + "`\(PrintableText.sanitized(folder))`",
                        hint: "name a folder outside of it, or add a scene: `scenes/NAME/scene.yaml`")
                ])
            }
            current = Paths.parent(folder)
        }
    }

    /// The names of the templates that are installed.
    package static func templates(_ environment: SessionEnvironment) -> [String] {
        guard let folder = templateFolder(environment) else { return [] }
        // A folder that cannot be listed has no templates to offer.
        return (try? Files.names(in: folder))?.filter { !$0.hasPrefix(".") } ?? []
    }

    private static func folder(of template: String, _ environment: SessionEnvironment) throws -> String {
        let known = templates(environment)
        guard known.contains(template), let folder = templateFolder(environment) else {
            if known.isEmpty, let chosen = chosenFolder(environment) {
                throw DiagnosticsError([
                    Diagnostic(
                        "`AURORA_TEMPLATES` names `\(PrintableText.sanitized(chosen))`, and there are no templates",
                        hint: "name the folder with the templates, or unset `AURORA_TEMPLATES`")
                ])
            }
            let hint = known.isEmpty ? "run `make install` in Aurora's folder" : Wording.there(known)
            throw DiagnosticsError([
                Diagnostic("there is no template `\(PrintableText.sanitized(template))`", hint: hint)
            ])
        }
        return Paths.join(folder, template)
    }

    /// What `AURORA_TEMPLATES` names.
    private static func chosenFolder(_ environment: SessionEnvironment) -> String? {
        environment.variables["AURORA_TEMPLATES"].flatMap { $0.isEmpty ? nil : $0 }
    }

    /// What `AURORA_TEMPLATES` names, else beside an installed program, else in the checkout that the program was built
    /// in.
    private static func templateFolder(_ environment: SessionEnvironment) -> String? {
        if let chosen = chosenFolder(environment) { return chosen }
        let program = Paths.parent(environment.executable) ?? "/"
        var candidates = [Paths.join(program, "../share/aurora/templates")]
        var above: String? = program
        while let directory = above, directory != "/" {
            candidates.append(Paths.join(directory, "templates"))
            above = Paths.parent(directory)
        }
        // A folder that cannot be looked at holds no template for us.
        return candidates.first { (try? FileFacts.of(Paths.join($0, "minimal"))) ?? nil != nil }
    }
}
