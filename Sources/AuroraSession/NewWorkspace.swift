import AuroraCore
import AuroraFiles
import AuroraGit
import AuroraProvenance

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

    /// The names of the templates that are installed.
    package static func templates(_ environment: SessionEnvironment) -> [String] {
        guard let folder = templateFolder(environment) else { return [] }
        // A folder that cannot be listed has no templates to offer.
        return (try? Files.names(in: folder))?.filter { !$0.hasPrefix(".") } ?? []
    }

    private static func folder(of template: String, _ environment: SessionEnvironment) throws -> String {
        let known = templates(environment)
        guard known.contains(template), let folder = templateFolder(environment) else {
            let hint = known.isEmpty ? "run `make install` in Aurora's folder" : "there is \(Wording.ticked(known))"
            throw DiagnosticsError([
                Diagnostic("there is no template `\(PrintableText.sanitized(template))`", hint: hint)
            ])
        }
        return Paths.join(folder, template)
    }

    /// `AURORA_TEMPLATES`, else beside an installed program, else in the checkout that the program was built in.
    private static func templateFolder(_ environment: SessionEnvironment) -> String? {
        let program = Paths.parent(environment.executable) ?? "/"
        var candidates = [environment.variables["AURORA_TEMPLATES"]].compactMap { $0 }
        candidates.append(Paths.join(program, "../share/aurora/templates"))
        var above: String? = program
        while let directory = above, directory != "/" {
            candidates.append(Paths.join(directory, "templates"))
            above = Paths.parent(directory)
        }
        // A folder that cannot be looked at holds no template for us.
        return candidates.first { (try? FileFacts.of(Paths.join($0, "minimal"))) ?? nil != nil }
    }
}
