import AuroraCore
import AuroraFiles
import AuroraTesting
import AuroraWorkspace
import Testing

@Suite struct UserConfigurationTests {
    private let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder([
            "ws/aurora.yaml": "name: a\ndefaults: {settings: {fps: 30}}\nbudget: {scene: 2.00, build: 50}\n",
            "ws/scenes/a.yaml": "image: a.png\naudio: a.wav\nsettings: {size: 480p}\n", "ws/scenes/a.png": "x",
            "ws/scenes/a.wav": "x",
        ])
    }

    private func configuration(_ text: String, _ variables: [String: String] = [:]) throws -> UserConfiguration {
        try folder.write(text, to: "home/.config/aurora/config.yaml")
        let variables = ["HOME": folder.path("home")].merging(variables) { $1 }
        return try UserConfigurationLoader(variables: variables).load(apartFrom: folder.path("ws"))
    }

    private func workspace(_ text: String) throws -> Workspace {
        try WorkspaceLoader(root: folder.path("ws"), configuration: try configuration(text)).load().workspace
    }

    private func problems(_ text: String) -> [String] {
        let error = #expect(throws: DiagnosticsError.self) { try configuration(text) }
        return (error?.diagnostics ?? []).map { diagnostic in
            let place = diagnostic.span.map { "\(Paths.name($0.file)):\($0.line):\($0.column): " } ?? ""
            return place + diagnostic.problem
        }
    }

    @Test func itIsTheFirstLayerOfEveryScene() throws {
        let settings = try #require(
            try workspace("defaults: {settings: {quality: 70, fps: 20, size: 1080p}}").scenes.first?.settings)
        #expect(settings.quality == 70, "the user's")
        #expect(settings.framesPerSecond == 30, "the workspace's")
        #expect(settings.size == .p480, "the scene's")
        #expect(settings.span(of: .quality)?.file == folder.path("home/.config/aurora/config.yaml"))
    }

    @Test func aWorkspaceCanOnlyLowerTheCaps() throws {
        let budget = try workspace("budget: {scene: 3, build: 10.5, month: 100}").budget
        #expect(budget.scene == Cost(microDollars: 2_000_000))
        #expect(budget.build == Cost(microDollars: 10_500_000))
        #expect(budget.month == Cost(microDollars: 100_000_000))
    }

    @Test func whatOnlyTheUserMaySayIsReadHere() throws {
        let found = try configuration(
            """
            providers: {runware: {baseURL: "https://api.example.com/v1", keyFile: ~/key, tasks: 12}}
            fetch: {hosts: [Localhost:8443, media.example.com:443, "[::1]:99"], certificates: ca.pem}
            """)
        #expect(found.hosted.baseURL?.value == "https://api.example.com/v1")
        #expect(found.hosted.tasks == 12)
        #expect(found.hosted.keyFile?.value == folder.path("home/key"))
        #expect(found.fetchHosts == ["localhost:8443", "media.example.com", "[::1]:99"])
        #expect(found.fetchCertificates == folder.path("home/.config/aurora/ca.pem"))
        #expect(try workspace("# nothing yet\n").configuration.fetchHosts == [])
    }

    @Test func everyMistakeIsToldAtItsPlace() {
        #expect(
            problems(
                """
                defaults: {image: a.png, settings: {quality: 7}, provider: mine}
                providers: {runware: {apiKey: abc, baseURL: "http://example.com"}, mine: {kind: command}}
                fetch: {hosts: ["a/b", "u@h", ""], proxy: x}
                quality: 9
                """) == [
                    "config.yaml:1:12: `defaults` of your configuration has no key `image`",
                    "config.yaml:1:46: `quality` must be a whole number from 20 to 99, not `7`",
                    "config.yaml:1:60: there is no provider `mine`",
                    "config.yaml:2:23: `runware` has no key `apiKey`",
                    "config.yaml:2:45: `baseURL` must begin with `https://`",
                    "config.yaml:2:68: `providers` of your configuration has no key `mine`",
                    "config.yaml:3:17: `a/b` is no host", "config.yaml:3:24: `u@h` is no host",
                    "config.yaml:3:31: `hosts` is empty", "config.yaml:3:36: `fetch` has no key `proxy`",
                    "config.yaml:4:1: your configuration has no key `quality`",
                ])
    }

    @Test func aWorkspaceCannotSayWhatIsTheUsers() throws {
        for line in ["fetch: {hosts: [localhost]}", "providers: {runware: {baseURL: https://evil.example}}"] {
            try folder.write("name: a\n\(line)\n", to: "ws/aurora.yaml")
            let error = #expect(throws: DiagnosticsError.self) { try workspace("") }
            #expect(error?.diagnostics.count == 1)
            #expect(error?.diagnostics.first?.hint?.contains("~/.config/aurora/config.yaml") == true)
        }
    }

    @Test func theFileIsFoundWhereTheEnvironmentSays() throws {
        try folder.write("budget: {scene: 1}", to: "xdg/aurora/config.yaml")
        try folder.write("budget: {scene: 2}", to: "own.yaml")
        let xdg = ["XDG_CONFIG_HOME": folder.path("xdg")]
        #expect(try configuration("", xdg).budget.scene == Cost(microDollars: 1_000_000))
        let own = xdg.merging(["AURORA_CONFIG": folder.path("own.yaml")]) { $1 }
        #expect(try configuration("", own).budget.scene == Cost(microDollars: 2_000_000))
        #expect(try configuration("", ["XDG_CONFIG_HOME": "relative"]).budget.scene == nil)
        #expect(throws: DiagnosticsError.self) { try configuration("", ["AURORA_CONFIG": folder.path("none")]) }
        #expect(throws: DiagnosticsError.self, "not from the workspace") {
            try configuration("", ["AURORA_CONFIG": folder.path("ws/scenes/a.yaml")])
        }
        #expect(try UserConfigurationLoader(variables: [:]).load(apartFrom: "/ws").file == nil)
    }
}
