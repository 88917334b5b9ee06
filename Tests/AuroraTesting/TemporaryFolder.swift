import AuroraFiles
import Foundation

/// A folder of a test's own, removed when the test lets go of it.
package final class TemporaryFolder: Sendable {
    /// Absolute and without symbolic links.
    package let path: String

    package init() throws {
        let base = try Files.realPath(NSTemporaryDirectory())
        path = Paths.join(base, "aurora-test-\(UUID().uuidString)")
        try Files.createDirectories(path)
    }

    deinit {
        // What cannot be removed is left to the system's own cleaning.
        try? Files.removeTree(path)
    }

    package func path(_ name: String) -> String { Paths.join(path, name) }

    /// Writes a file below the folder.
    @discardableResult
    package func write(_ text: String, to name: String) throws -> String {
        try Files.write(Array(text.utf8), to: path(name))
        return path(name)
    }

    package func text(of name: String) throws -> String {
        String(decoding: try Files.read(path(name)), as: UTF8.self)
    }
}
