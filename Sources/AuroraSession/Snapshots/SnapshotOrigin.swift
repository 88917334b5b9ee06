import AuroraCore
import AuroraFiles
import RenderProtocol

/// Who takes a snapshot of what: a snapshot of another program, of other surroundings or of another profile says
/// nothing.
struct SnapshotOrigin: Sendable {
    let digest: Digest

    /// `profile` and `overrides` are those of the command line. `nil` if the running program cannot be looked at.
    init?(profile: String?, overrides: [String: String], environment: SessionEnvironment) {
        // Without facts of the program there is no telling whether it is the one that took the snapshot.
        guard let program = try? FileFacts.of(environment.executable) else { return nil }
        var writer = HashingKeyWriter()
        writer.field("program", .text(environment.executable))
        writer.field("programFacts", .text(String(FilePrint(program).value)))
        writer.field("engine", .text(EngineVersion.current))
        for (name, value) in environment.variables.sorted(by: { $0.key < $1.key }) where Self.matters(name) {
            writer.field("variable.\(name)", .text(value))
        }
        writer.field("profile", .text(profile.map { "=" + $0 } ?? ""))
        for (name, value) in overrides.sorted(by: { $0.key < $1.key }) { writer.field("set.\(name)", .text(value)) }
        digest = writer.finish()
    }

    /// One file for each profile and set of overrides; programs take turns in it.
    static func fileName(profile: String?, overrides: [String: String]) -> String {
        var writer = HashingKeyWriter()
        writer.field("profile", .text(profile.map { "=" + $0 } ?? ""))
        for (name, value) in overrides.sorted(by: { $0.key < $1.key }) { writer.field("set.\(name)", .text(value)) }
        return String(writer.finish().hexadecimal.prefix(16))
    }

    /// Variables that say where configuration and engine are, which programs are found, or who
    /// commits.
    private static func matters(_ name: String) -> Bool {
        ["HOME", "PATH"].contains(name) || name.hasPrefix("AURORA_") || name.hasPrefix("XDG_") || name.hasPrefix("GIT_")
    }
}
