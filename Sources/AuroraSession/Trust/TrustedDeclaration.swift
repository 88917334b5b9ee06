package import AuroraCore
import AuroraWorkspace

/// Everything about a program that its user agrees to: the words it is run with, and the bytes of its files.
package struct TrustedDeclaration: Hashable, Sendable, Codable {
    /// The provider's name.
    package let name: String
    package let version: String
    package let run: [String]
    package let seconds: Int
    /// The digests of its files, by path.
    package let files: [String: Digest]

    /// `digest` gives the digest of an input of the program's.
    init(_ program: CommandProgram, digest: (InputFile) throws -> Digest?) rethrows {
        name = program.name
        version = program.version
        run = program.run
        seconds = program.seconds
        var files: [String: Digest] = [:]
        for file in program.inputs { files[file.path] = try digest(file) }
        self.files = files
    }

    /// What it says that `earlier` did not, in words.
    func changes(since earlier: TrustedDeclaration) -> [String] {
        var changes: [String] = []
        if run != earlier.run { changes.append("`run` was \(CommandProgram.quoted(earlier.run))") }
        if version != earlier.version { changes.append("`version` was `\(PrintableText.sanitized(earlier.version))`") }
        if seconds != earlier.seconds { changes.append("`seconds` was `\(earlier.seconds)`") }
        for (path, digest) in files.sorted(by: { $0.key < $1.key }) where earlier.files[path] != digest {
            let name = PrintableText.sanitized(path)
            changes.append(
                earlier.files[path] == nil ? "`\(name)` is new among its inputs" : "`\(name)` has other bytes")
        }
        for path in earlier.files.keys.sorted() where files[path] == nil {
            changes.append("`\(PrintableText.sanitized(path))` is no longer among its inputs")
        }
        return changes
    }
}
