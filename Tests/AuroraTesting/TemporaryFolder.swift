import AuroraFiles
import Glibc

/// A folder for one test, gone with it.
package final class TemporaryFolder: Sendable {
    /// Absolute and without symbolic links.
    package let path: String

    /// A new folder with these files: texts by relative path.
    package init(_ files: [String: String] = [:]) throws {
        let base = getenv("TMPDIR").map { String(cString: $0) } ?? "/tmp"
        var template = Array("\(base)/aurora-test-XXXXXX".utf8CString)
        guard mkdtemp(&template) != nil else { throw FileError("create the folder", base) }
        let made = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
        path = try Files.realPath(made)
        for (name, text) in files { try write(text, to: name) }
    }

    // What cannot be removed is left to whoever cleans the folder for temporary files.
    deinit { try? Files.removeTree(path) }

    package func path(_ name: String) -> String { Paths.join(path, name) }

    /// Writes a file, making the folders above it. Returns its path.
    @discardableResult
    package func write(_ bytes: [UInt8], to name: String) throws -> String {
        try Files.write(bytes, to: path(name))
        return path(name)
    }

    @discardableResult
    package func write(_ text: String, to name: String) throws -> String { try write(Array(text.utf8), to: name) }

    package func text(of name: String) throws -> String { String(decoding: try Files.read(path(name)), as: UTF8.self) }

    /// Makes a symbolic link.
    package func link(_ name: String, to target: String) throws {
        guard symlink(target, path(name)) == 0 else { throw FileError("link", name) }
    }

    /// Makes a named pipe.
    package func pipe(_ name: String) throws {
        guard mkfifo(path(name), 0o600) == 0 else { throw FileError("make the pipe", name) }
    }
}
