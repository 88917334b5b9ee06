import AuroraBuild
import AuroraCore
import AuroraFiles
import AuroraGraph
package import AuroraWorkspace

/// A program that a workspace declares, and whether it may run.
package struct TrustReport: Sendable {
    package let program: CommandProgram
    package let declaration: TrustedDeclaration
    package let state: TrustState
    /// Where a program with a bare name is; `nil` if it is one of the workspace's own, or not there.
    package let location: String?

    package init(
        program: CommandProgram, declaration: TrustedDeclaration, state: TrustState, location: String?
    ) {
        self.program = program
        self.declaration = declaration
        self.state = state
        self.location = location
    }
}

/// Something that the user has allowed.
package struct Allowance: Sendable {
    /// Absolute path.
    package let workspace: String
    package let declaration: TrustedDeclaration

    package init(workspace: String, declaration: TrustedDeclaration) {
        self.workspace = workspace
        self.declaration = declaration
    }
}

extension Session {
    /// The programs of these names (none: all) that the workspace declares. Throws `DiagnosticsError` for a name that
    /// none has, and for files that cannot be read.
    package func trustReports(_ names: [String]) throws -> [TrustReport] {
        let known = workspace.programs.keys.sorted()
        let unknown = names.filter { workspace.programs[$0] == nil }
        guard unknown.isEmpty else {
            throw DiagnosticsError(
                unknown.map { name in
                    let nearest = Wording.nearest(to: String(name.prefix(40)), among: known)
                    return Diagnostic(
                        "the workspace declares no program `\(PrintableText.sanitized(name))`",
                        hint: nearest.map { "did you mean `\($0)`?" } ?? "`aurora trust` shows those it declares")
                })
        }
        return try (names.isEmpty ? known : names.uniqued()).compactMap { workspace.programs[$0] }.map { program in
            let declaration = try declaration(of: program)
            return TrustReport(
                program: program, declaration: declaration, state: try commands.trust.state(of: declaration),
                location: program.ownProgram == nil ? commands.locate(program.run[0]) : nil)
        }
    }

    /// Allows a program to run as it was reported.
    package func trust(_ report: TrustReport) throws { try commands.trust.allow(report.declaration) }

    /// Takes the allowance of a program of this workspace back, whether it is still declared or not. Returns whether
    /// there was one.
    package func revoke(_ name: String) throws -> Bool { try commands.trust.revoke(name) }

    /// All that this user has allowed, in any workspace.
    package func allowances() throws -> [Allowance] {
        try commands.trust.entries().map { Allowance(workspace: $0.workspace, declaration: $0.declaration) }
    }

    /// Why programs that a plan would run must not; each program once.
    func trustObjections(to plan: Plan) throws -> [Diagnostic] {
        var seen: Set<String> = []
        var objections: [Diagnostic] = []
        for step in plan.steps where step.state.willRun || step.state.mayRun {
            guard case .talkingHead(let work) = step.action.work, let program = work.program,
                seen.insert(program.name).inserted
            else { continue }
            let declaration = try declaration(of: program)
            if try commands.trust.state(of: declaration) == .trusted { continue }
            objections.append(try commands.trust.objection(to: program, declaration))
        }
        return objections
    }

    private func declaration(of program: CommandProgram) throws -> TrustedDeclaration {
        try TrustedDeclaration(program) { file in
            do throws(ContainmentError) { return try digests.digest(file.path) } catch {
                throw DiagnosticsError([Self.unreadable(file.path, error, at: file.span)])
            }
        }
    }
}
