import AuroraCore
import AuroraFiles
import AuroraWorkspace
import Foundation
import Synchronization

/// What the user has allowed to run, kept in the user's own state folder, one file for each program of each workspace:
/// `$XDG_STATE_HOME/aurora/trust/<SHA-256 of workspace and name>.json`. Nothing in a workspace has a say in it.
final class TrustBook: Sendable {
    /// One allowance.
    struct Entry: Codable, Hashable, Sendable {
        /// Raised when the meaning of a member changes.
        var format = 1
        /// Absolute path of the workspace.
        let workspace: String
        let declaration: TrustedDeclaration
    }

    /// Absolute path of the workspace.
    let workspace: String
    private let variables: [String: String]
    private let known = Mutex<[String: Entry?]>([:])

    init(workspace: String, variables: [String: String]) {
        self.workspace = workspace
        self.variables = variables
    }

    /// Whether a program may run as it is declared. Throws `DiagnosticsError` if the state folder cannot be used.
    func state(of declaration: TrustedDeclaration) throws -> TrustState {
        guard let entry = try entry(declaration.name) else { return .untrusted }
        return entry.declaration == declaration ? .trusted : .changed(declaration.changes(since: entry.declaration))
    }

    /// Says that a program must not run, and what to do.
    func objection(to program: CommandProgram, _ declaration: TrustedDeclaration) throws -> Diagnostic {
        let hint = "look at it and allow it with `aurora trust \(program.name)`"
        switch try state(of: declaration) {
        case .changed(let changes):
            return Diagnostic(
                "provider `\(program.name)` has changed since it was trusted", at: program.span, notes: changes,
                hint: hint)
        case .untrusted, .trusted:
            return Diagnostic("provider `\(program.name)` is not trusted to run", at: program.span, hint: hint)
        }
    }

    func allow(_ declaration: TrustedDeclaration) throws {
        let entry = Entry(workspace: workspace, declaration: declaration)
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        try Files.createDirectories(folder)
        try Files.write([UInt8](try encoder.encode(entry)), to: path(declaration.name), durability: .powerCut)
        known.withLock { $0[declaration.name] = .some(entry) }
    }

    /// Takes an allowance back. Returns whether there was one.
    func revoke(_ name: String) throws -> Bool {
        let path = try path(name)
        let exists = try FileFacts.of(path) != nil
        try Files.remove(path)
        known.withLock { $0[name] = .some(nil) }
        return exists
    }

    /// Every allowance of this user, of all workspaces, sorted by workspace and name.
    func entries() throws -> [Entry] {
        let folder = try folder
        return try Files.names(in: folder).compactMap { name in
            name.hasSuffix(".json") ? Self.read(Paths.join(folder, name)) : nil
        }.sorted { ($0.workspace, $0.declaration.name) < ($1.workspace, $1.declaration.name) }
    }

    private func entry(_ name: String) throws -> Entry? {
        if let known = known.withLock({ $0[name] }) { return known }
        let found = Self.read(try path(name))
        // The file's name is a digest of both; a copy under another name allows nothing.
        let entry = found?.workspace == workspace && found?.declaration.name == name ? found : nil
        known.withLock { $0[name] = .some(entry) }
        return entry
    }

    /// What cannot be read allows nothing.
    private static func read(_ path: String) -> Entry? {
        guard let bytes = try? Files.read(path, limit: 1 << 20),
            let entry = try? JSONDecoder().decode(Entry.self, from: Data(bytes)), entry.format == 1
        else { return nil }
        return entry
    }

    private func path(_ name: String) throws -> String {
        Paths.join(try folder, "\(Digest(hashing: "\(workspace)\0\(name)").hexadecimal).json")
    }

    private var folder: String {
        get throws {
            Paths.join(
                try UserFolders(variables).state(apartFrom: workspace, holding: "what you trust is not safe"),
                "aurora/trust")
        }
    }
}

/// Whether a program may run.
package enum TrustState: Hashable, Sendable {
    case trusted
    case untrusted
    /// It was trusted, and is no longer what it was: what changed, in words.
    case changed([String])
}
