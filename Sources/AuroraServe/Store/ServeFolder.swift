import AuroraFiles

/// Where the server keeps things: `serve.sqlite`, `media/` (uploads and results), `inputs/` (of tasks that are not done),
/// `work/` (what is being made).
package struct ServeFolder: Sendable {
    /// Absolute.
    package let path: String

    package init(_ path: String) { self.path = path }

    package var database: String { Paths.join(path, "serve.sqlite") }
    package var media: String { Paths.join(path, "media") }
    package var inputs: String { Paths.join(path, "inputs") }
    package var work: String { Paths.join(path, "work") }

    /// Makes the folders, and empties the one for work. Throws `FileError`.
    package func prepare() throws {
        for folder in [media, inputs] { try Files.createDirectories(folder) }
        if try FileFacts.of(work) != nil { try Files.removeTree(work) }
        try Files.createDirectories(work)
    }

    /// Removes inputs that no task in `kept` has: those of requests that were cut off before they were taken.
    package func sweepInputs(keeping kept: Set<String>) throws {
        for name in try Files.names(in: inputs) where !kept.contains(name) {
            try Files.removeTree(Paths.join(inputs, name))
        }
    }

    /// A file of a name that the server gave; `nil` for any other, so that no name leads out of the folder.
    package func mediaFile(_ name: String) -> String? {
        let parts = name.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count == 2, FieldCheck.isIdentifier(String(parts[0])), !parts[1].isEmpty,
            parts[1].utf8.allSatisfy({ (0x61...0x7A).contains($0) || (0x30...0x39).contains($0) })
        else { return nil }
        return Paths.join(media, name)
    }
}
