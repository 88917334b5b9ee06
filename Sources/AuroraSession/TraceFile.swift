import AuroraFiles

/// A file that the user asked for by its path, anywhere on this machine.
package struct TraceFile: Sendable {
    private let path: String

    /// Makes sure that the file can be written, before anything is built that could not be traced then: it holds an
    /// empty trace from now on. Throws `FileError`.
    package init(_ path: String) throws {
        self.path = path
        try write("[]\n")
    }

    /// Replaces what it holds.
    package func write(_ text: String) throws { try Files.write(Array(text.utf8), to: path) }
}
