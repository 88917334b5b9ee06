import AuroraCore
import AuroraFiles
import AuroraTesting
import AuroraWorkspace
import Testing

@testable import AuroraSession

@Suite struct TrustBookTests {
    private let folder: TemporaryFolder
    private let span = SourceSpan(file: "aurora.yaml", line: 1, column: 1, text: nil)

    init() throws { folder = try TemporaryFolder(["workspace/aurora.yaml": "", "other/aurora.yaml": ""]) }

    private func book(_ workspace: String = "workspace") -> TrustBook {
        TrustBook(workspace: folder.path(workspace), variables: ["XDG_STATE_HOME": folder.path("state")])
    }

    private func declaration(
        name: String = "mine", version: String = "1", run: [String] = ["./tool.sh", "{output}"], seconds: Int = 60,
        files: [String: String] = ["tool.sh": "1"]
    ) -> TrustedDeclaration {
        let program = CommandProgram(
            name: name, span: span, version: version, run: run, runSpan: span,
            inputs: files.keys.sorted().map { InputFile(path: $0, span: span) }, seconds: seconds)
        return TrustedDeclaration(program) { files[$0.path].map { Digest(hashing: $0) } }
    }

    @Test func trustIsOfOneDeclarationInOneWorkspace() throws {
        try book().allow(declaration())
        #expect(try book().state(of: declaration()) == .trusted)
        #expect(try book("other").state(of: declaration()) == .untrusted)
        #expect(try book().state(of: declaration(name: "other")) == .untrusted)
        #expect(try book().revoke("mine"))
        #expect(try book().state(of: declaration()) == .untrusted)
        #expect(try !book().revoke("mine"))
    }

    @Test func everyChangeEndsTrustAndIsNamed() throws {
        try book().allow(declaration(files: ["tool.sh": "1", "gone": "1"]))
        let changed = declaration(
            version: "2", run: ["./tool.sh", "-x", "{output}"], seconds: 61, files: ["tool.sh": "2", "new": "1"])
        #expect(
            try book().state(of: changed)
                == .changed([
                    "`run` was \"./tool.sh\" \"{output}\"", "`version` was `1`", "`seconds` was `60`",
                    "`new` is new among its inputs", "`tool.sh` has other bytes",
                    "`gone` is no longer among its inputs",
                ]))
    }

    @Test func aFileUnderAnotherNameAllowsNothing() throws {
        try book().allow(declaration())
        let state = folder.path("state/aurora/trust")
        let name = try #require(Files.names(in: state).first)
        let entry = try Files.read(Paths.join(state, name))
        for other in ["other", "workspace"] {
            let digest = Digest(hashing: "\(folder.path(other))\0evil").hexadecimal
            try Files.write(entry, to: Paths.join(state, "\(digest).json"))
            #expect(try book(other).state(of: declaration(name: "evil")) == .untrusted)
        }
        try Files.write(Array("{".utf8), to: Paths.join(state, name))
        #expect(try book().state(of: declaration()) == .untrusted, "a damaged file allows nothing")
    }

    @Test(arguments: ["workspace/state", "link/state"])
    func aWorkspaceCannotHoldWhatIsTrusted(_ state: String) throws {
        try folder.link("link", to: folder.path("workspace"))
        let book = TrustBook(
            workspace: folder.path("workspace"), variables: ["XDG_STATE_HOME": folder.path(state)])
        #expect(throws: DiagnosticsError.self) { try book.state(of: declaration()) }
        #expect(throws: DiagnosticsError.self) { try book.allow(declaration()) }
    }
}
