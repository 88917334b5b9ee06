import AuroraBuild
import AuroraCache
import AuroraCore
import AuroraFiles
import AuroraGraph
import AuroraNet
import AuroraTesting
import Glibc
import Testing

@testable import AuroraSession

/// Every provider does what all have to do; `EmbeddedProviderTests` has the one that renders.
@Suite struct ProviderContractTests {
    @Test func speechPassesTheSuite() async throws {
        let bench = try ProviderBench([
            "scenes/a.yaml": "image: p.png\nspeech: {text: Good morning}\n",
            "scenes/long.yaml": "image: p.png\nspeech: {text: Forever and a day}\n",
            "scenes/none.yaml": "image: p.png\nspeech: {text: Hello, voice: martian}\n",
        ])
        try bench.program(
            "bin/espeak-ng", "grep -q Forever text.txt 2>/dev/null && exec sleep 100000\nexec /usr/bin/espeak-ng \"$@\""
        )
        var stage = try bench.stage("a.speech", long: "long.speech")
        stage.impossible = try bench.action("none.speech")
        try await ProviderSuite(bench.provider("a.speech"), stage).run()
    }

    @Test(arguments: ["poster", "sheet", "preview", "webm", "mov"]) func whatIsMadeOfVideosPassesTheSuite(
        _ part: String
    ) async throws {
        let bench = try ProviderBench([
            "scenes/a.yaml":
                "image: p.png\naudio: a.wav\nposter: {at: 0.2, width: 64}\nsheet: {columns: 2}\npreview: {seconds: 0.4}\n"
                + "variants: [webm, mov]\n"
        ])
        let renderer = RendererBench.program("aurora-render")
        try bench.program("renderer", "grep -q forever video.mp4 && exec sleep 100000\nexec '\(renderer)' \"$@\"")
        let video = try bench.store(try await Self.video())
        let stage = try bench.stage(
            "a.\(part)", long: "a.\(part)", products: ["video": video],
            longProducts: ["video": try bench.store(Array("forever".utf8))])
        try await ProviderSuite(bench.provider("a.\(part)"), stage).run()
    }

    @Test func programsOfTheUsersOwnPassTheSuite() async throws {
        let bench = try ProviderBench([
            "aurora.yaml": """
            name: w
            profile: mine
            profiles: {mine: {provider: mine}}
            providers:
              mine:
                {kind: command, version: "1", seconds: 86400, inputs: [a.lib],
                 run: [./tool.sh, "{image}", "{audio}", "{prompt}", "{output}"]}

            """,
            "a.lib": "library",
            "scenes/a.yaml": "image: p.png\naudio: a.wav\nprompt: Say it\n",
            "scenes/long.yaml": "image: p.png\naudio: a.wav\nprompt: Say it forever\n",
        ])
        try bench.program(
            "tool.sh",
            #"grep -q forever "$3" && sleep 100000; (printf '\0\0\0\030ftypisom\0\0\0\0isom'; cat "$1" "$2") > "$4""#)
        let session = try bench.session()
        let program = try #require(session.workspace.programs["mine"])
        try session.commands.trust.allow(TrustedDeclaration(program) { try Files.digest(bench.folder.path($0.path)) })
        var stage = try bench.stage("a", long: "long")
        stage.tellsMedia = false
        try await ProviderSuite(bench.provider("a"), stage).run()
    }

    @Test func fetchingPassesTheSuite() async throws {
        let bench = try ProviderBench([:])
        let server = try HTTPSServer(in: bench.folder)
        for (id, path) in [("a", "file"), ("long", "stall")] {
            try bench.folder.write("image: \(server.url(path))\naudio: a.wav\n", to: "scenes/\(id).yaml")
        }
        let session = try bench.session()
        var rules = FetchRules()
        rules.allowedHosts = [server.host]
        rules.certificates = server.certificate
        (rules.connectSeconds, rules.stallSeconds, rules.totalSeconds) = (60, 3600, 3600)
        let provider = FetchProvider(
            downloader: CurlDownloader(rules), staging: session.staging, notes: FetchNotes(layout: session.layout))
        try await ProviderSuite(provider, bench.stage("a.image", long: "long.image")).run()
    }

    @Test func thePaidOnePassesTheSuite() async throws {
        let bench = try ProviderBench([
            "aurora.yaml": "name: w\nprofile: final\nprofiles: {final: {provider: runware}}\n",
            "scenes/a.yaml": "image: p.png\naudio: a.wav\nprompt: Say it\n",
            "scenes/long.yaml": "image: p.png\naudio: a.wav\nprompt: Say it forever\n",
            "scenes/none.yaml": "image: p.gif\naudio: a.wav\n", "scenes/p.gif": "no kind that is taken",
        ])
        let sample = try RendererBench()
        let speech = try Files.read(sample.folder.path("scenes/hello/line.wav"))
        try bench.folder.write(RendererBench.speech(speech, seconds: 1), to: "scenes/a.wav")
        try bench.program("renderer", "exec '\(RendererBench.program("aurora-render"))' \"$@\"")
        let service = try ScriptedService(in: bench.folder, options: ["polls": 0])
        try service.script(ServiceFault(.submit, .stall, times: 100, prompt: "Say it forever"))
        let session = try bench.session(talkingTo: service)
        let spending = BuildSpending(build: "suite")
        spending.approve(Cost(microDollars: 10_000_000))
        var stage = try bench.stage("a", long: "long")
        stage.impossible = try bench.action("none")
        // The service's clips have a size of their own.
        stage.tellsMedia = false
        stage.contentStore = session.contentStore
        try await ProviderSuite(session.hosted(spending), stage).run()
        #expect(try service.charges().count == 1, "the same request is paid once")
    }

    /// A short video of the embedded renderer's.
    private static func video() async throws -> [UInt8] {
        let bench = try RendererBench()
        try bench.shortenSpeech(toSeconds: 0.6)
        let made = try await bench.provider().run(try bench.request()) { _ in }
        return try Files.read(try #require(made.path))
    }
}

/// A workspace whose actions are run one by one, by the providers that a session has for them.
private struct ProviderBench {
    let folder: TemporaryFolder
    /// What the user trusts is kept outside of the workspace.
    private let state: TemporaryFolder

    init(_ files: [String: String]) throws {
        state = try TemporaryFolder()
        let usual = ["aurora.yaml": "name: w\n", "scenes/p.png": "picture", "scenes/a.wav": "sound"]
        folder = try TemporaryFolder(usual.merging(files) { $1 })
    }

    /// Writes a shell script that can be run.
    func program(_ name: String, _ script: String) throws {
        try folder.write("#!/bin/sh\n\(script)\n", to: name)
        guard chmod(folder.path(name), 0o755) == 0 else { throw FileError("protect", name) }
    }

    /// With a journal of paid tasks beside the workspace, if a service is given.
    func session(talkingTo service: ScriptedService? = nil) throws -> Session {
        var variables = ["HOME", "AURORA_ENGINE_DIR"].reduce(into: [String: String]()) {
            $0[$1] = RendererBench.variables[$1]
        }
        variables["PATH"] = folder.path("bin") + ":/usr/bin:/bin"
        variables["AURORA_RENDER"] = folder.path("renderer")
        variables["XDG_STATE_HOME"] = state.path
        variables["RUNWARE_API_KEY"] = ScriptedService.key
        variables["RUNWARE_BASE_URL"] = service?.url
        return try Session.open(
            folder.path, profile: nil,
            environment: SessionEnvironment(
                variables: variables, executable: folder.path("aurora"), processorCount: 2, now: { 0 },
                timeZoneOffsetMinutes: 0, host: nil))
    }

    /// Whatever its provider objects to.
    func action(_ name: String) throws -> Action {
        let session = try session()
        let graph = ActionGraph(session.workspace.scenes, profile: session.workspace.profile, engines: session.engines)
        return try #require(graph.actions.first { $0.name == name })
    }

    func provider(_ name: String) throws -> any Provider { try session().provider(of: action(name)) }

    /// Takes bytes into the content store.
    func store(_ bytes: [UInt8]) throws -> Artifact {
        try session().contentStore.ingest(movingFrom: folder.write(bytes, to: "made"))
    }

    func stage(
        _ name: String, long: String, products: [String: Artifact] = [:], longProducts: [String: Artifact] = [:]
    ) throws -> ProviderSuite.Stage {
        var stage = ProviderSuite.Stage(
            request: try request(name, products), longRequest: try request(long, longProducts), inputs: folder.path,
            work: folder.path(".aurora/tmp"))
        let objects = folder.path(".aurora/objects")
        stage.whileDamaged = { digest, body in
            let name = digest.hexadecimal
            let path = "\(objects)/\(name.prefix(2))/\(name)"
            let bytes = try Files.read(path)
            try Files.remove(path)
            try Files.write(Array("damaged".utf8), to: path)
            try await body()
            try Files.write(bytes, to: path)
        }
        return stage
    }

    private func request(_ name: String, _ products: [String: Artifact]) throws -> ProviderRequest {
        let action = try action(name)
        var inputs: [String: InputBytes] = [:]
        for named in action.inputs {
            switch named.input {
            case .file(let file): inputs[named.field] = .file(file, try Files.digest(folder.path(file.path)))
            case .product(_, let suffix, let span):
                inputs[named.field] = .stored(try #require(products[named.field]), suffix: suffix, span: span)
            }
        }
        return ProviderRequest(action: action, key: ActionKey(Digest(hashing: name)), inputs: inputs)
    }
}
