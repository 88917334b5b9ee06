internal import AuroraCore
internal import AuroraFiles

/// Finds the workspace that a folder belongs to.
package enum WorkspaceFinder {
    /// The name of the file that makes a folder a workspace.
    package static let fileName = "aurora.yaml"

    /// The nearest folder with `aurora.yaml`, from `start` upwards. Throws a `DiagnosticsError` if there is none, or if
    /// `start` is no folder.
    package static func find(from start: String) throws -> String {
        let first = try folder(start)
        var misnamed: String?
        var folder: String? = first
        while let current = folder {
            if try FileFacts.of(Paths.join(current, fileName)) != nil { return current }
            let other = Paths.join(current, "aurora.yml")
            if try misnamed == nil && FileFacts.of(other) != nil { misnamed = other }
            folder = Paths.parent(current)
        }
        let problem = "neither `\(PrintableText.sanitized(first))` nor a folder above it has a file `\(fileName)`"
        let hint =
            misnamed.map { "rename `\(PrintableText.sanitized($0))` to `\(fileName)`" }
            ?? "make a workspace with `aurora init`"
        throw DiagnosticsError([Diagnostic(problem, hint: hint)])
    }

    /// A folder that somebody has named, with every symbolic link resolved.
    private static func folder(_ path: String) throws -> String {
        let shown = PrintableText.sanitized(path)
        let found: String
        do throws(FileError) { found = try Files.realPath(path) } catch {
            guard error.isMissing else { throw error }
            throw DiagnosticsError([Diagnostic("there is no folder `\(shown)`", hint: "name one that is there")])
        }
        guard try FileFacts.of(found)?.kind == .directory else {
            throw DiagnosticsError([Diagnostic("`\(shown)` is not a folder", hint: "name the folder that it is in")])
        }
        return found
    }
}
