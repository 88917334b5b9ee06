import AuroraFiles
import AuroraTesting
import Testing

/// Pictures that are fetched from a real server on this machine, which the user's own configuration allows.
@Suite struct FetchTests {
    private let bench: CommandBench
    private let server: HTTPSServer

    init() async throws {
        bench = try CommandBench(
            #"(printf '\0\0\0\030ftypisom\0\0\0\0isom'; cat "$1") > "$2""#, words: ["{image}", "{output}"])
        server = try HTTPSServer(in: bench.folder)
        try allow(server.host)
        try bench.write("scenes/a.yaml", "image: \(server.url("file"))\naudio: a.wav\n")
        #expect(try await aurora("trust", "--yes").status == 0)
    }

    private func allow(_ host: String) throws {
        try bench.folder.write(
            "fetch: {hosts: [\"\(host)\"], certificates: \(server.certificate)}\n", to: "config.yaml")
    }

    private func aurora(_ arguments: String..., environment: [String: String] = [:]) async throws -> Workbench.Ending {
        let variables = environment.merging(["AURORA_CONFIG": bench.folder.path("config.yaml")]) { $1 }
        return try await bench.aurora(arguments, environment: variables)
    }

    private var video: String {
        get throws { String(decoding: try bench.bytes("out/draft/a.mp4").dropFirst(20), as: UTF8.self) }
    }

    /// How often the server was asked for the file.
    private func requests() async throws -> String {
        let ending = try await bench.run(
            "/usr/bin/env", "python3", "-c",
            "import ssl,sys,urllib.request as r; c=ssl.create_default_context(cafile=sys.argv[2]);"
                + "print(r.urlopen(sys.argv[1],context=c).read().decode(),end='')",
            server.url("count"), server.certificate)
        return ending.output
    }

    @Test func aURLIsFetchedOnceAndAgainWhenAskedTo() async throws {
        let built = try await aurora("build")
        #expect(built.status == 0, "\(built.messages)")
        #expect(try video == "content")
        try bench.folder.write("newer", to: "content")
        #expect(try await aurora("build").messages.contains("nothing to do"))
        #expect(try await requests() == "1")
        let refreshed = try await aurora("build", "--refresh")
        #expect(refreshed.status == 0, "\(refreshed.messages)")
        #expect(try video == "newer")
        #expect(try await aurora("build", "--refresh").messages.contains("nothing to do"))
        #expect(try await requests() == "3")
        #expect(try await aurora("diff", "--exit-code").status == 0)
    }

    @Test func whatIsRecordedIsFetchedAgainOrNothing() async throws {
        #expect(try await aurora("build").status == 0)
        try Files.removeTree(bench.folder.path("workspace/.aurora"))
        try Files.removeTree(bench.folder.path("workspace/out"))
        #expect(try await aurora("build").status == 0)
        #expect(try await requests() == "2")
        #expect(try video == "content")
        try bench.folder.write("newer", to: "content")
        try Files.removeTree(bench.folder.path("workspace/.aurora"))
        try Files.removeTree(bench.folder.path("workspace/out"))
        let refused = try await aurora("build")
        #expect(refused.status == 1)
        #expect(refused.messages.contains("is no longer what it was when it was recorded"), "\(refused.messages)")
        #expect(refused.messages.contains("--> scenes/a.yaml:1:8"))
        #expect(refused.messages.contains("build with `--refresh`"))
        #expect(try await aurora("build", "--refresh").status == 0)
        #expect(try video == "newer")
    }

    @Test func aHostThatTheUserDoesNotAllowIsRefused() async throws {
        try allow("media.example.com")
        try bench.write("scenes/a.yaml", "image: https://localhost/file\naudio: a.wav\n")
        let refused = try await aurora("build")
        #expect(refused.status == 1)
        #expect(refused.messages.contains("`localhost` is not on the open internet"), "\(refused.messages)")
        #expect(refused.messages.contains("--> scenes/a.yaml:1:8"), "\(refused.messages)")
        for url in ["http://localhost/x", "https://u:p@localhost/", "https://example.com/?token=1"] {
            try bench.write("scenes/a.yaml", "image: \(url)\naudio: a.wav\n")
            #expect(try await aurora("build").status == 2)
        }
    }

    @Test func neitherProxyNorCredentialsComeFromOutside() async throws {
        try bench.write("scenes/a.yaml", "image: \(server.url("headers"))\naudio: a.wav\n")
        try bench.folder.write("machine localhost login canary password canary\n", to: "home/.netrc")
        // Nobody listens there: who goes by it gets nothing.
        let proxies = ["https_proxy", "HTTPS_PROXY", "ALL_PROXY", "all_proxy"].map { ($0, "http://127.0.0.1:9/") }
        let outside = Dictionary(uniqueKeysWithValues: proxies + [("HOME", bench.folder.path("home"))])
        let built = try await aurora("build", environment: outside)
        #expect(built.status == 0, "\(built.messages)")
        let headers = try video.lowercased()
        #expect(headers.contains("user-agent: aurora"), "\(headers)")
        for word in ["authorization", "cookie", "referer", "proxy", "canary"] {
            #expect(!headers.contains(word), "\(headers)")
        }
    }

    @Test(arguments: ["cut", "empty", "status/404", "to?https://127.0.0.1/"])
    func whatCannotBeFetchedIsSaidAtItsPlace(_ path: String) async throws {
        try bench.write("scenes/a.yaml", "image: \(server.url(path))\naudio: a.wav\n")
        let refused = try await aurora("build")
        #expect(refused.status == 1)
        #expect(refused.messages.contains("cannot fetch `\(server.url(path))`"), "\(refused.messages)")
        #expect(refused.messages.contains("--> scenes/a.yaml:1:8"), "\(refused.messages)")
        #expect(try Files.names(in: bench.folder.path("workspace/.aurora/tmp")) == [])
    }
}
