import AuroraCore
import AuroraFiles
import AuroraTesting
import Testing

@testable import AuroraNet

@Suite struct CurlDownloaderTests {
    private let folder: TemporaryFolder
    private let server: HTTPSServer

    init() throws {
        folder = try TemporaryFolder()
        server = try HTTPSServer(in: folder)
    }

    /// The user allows the server and trusts its certificate.
    private func rules(_ change: (inout FetchRules) -> Void = { _ in }) -> FetchRules {
        var rules = FetchRules()
        rules.allowedHosts = [server.host]
        rules.certificates = server.certificate
        // A busy machine lets a server wait, and a test with it.
        rules.connectSeconds = 60
        rules.stallSeconds = 60
        rules.maximumBytes = 1 << 20
        change(&rules)
        return rules
    }

    private func get(_ path: String, _ rules: FetchRules? = nil, unless known: RemoteVersion? = nil) async throws
        -> Download
    {
        let url = try WebURL(path.hasPrefix("https:") ? path : server.url(path))
        return try await CurlDownloader(rules ?? self.rules()).get(url, to: folder.path("got"), unless: known)
    }

    @Test func aFileIsFetchedAndRecognisedAgain() async throws {
        guard case .fetched(let version, let bytes) = try await get("file") else {
            Issue.record("nothing came")
            return
        }
        #expect(bytes == 7)
        #expect(try folder.text(of: "got") == "content")
        try Files.remove(folder.path("got"))
        #expect(try await get("file", unless: version) == .unchanged)
        #expect(try FileFacts.of(folder.path("got")) == nil)
        try folder.write("other", to: "content")
        guard case .fetched = try await get("to?/file", unless: version) else {
            Issue.record("the other content did not come")
            return
        }
        #expect(try folder.text(of: "got") == "other")
    }

    @Test(arguments: [
        ("cut", NetError.cut), ("stall", .timedOut), ("endless", .tooLarge(1 << 20)), ("empty", .empty),
        ("status/404", .status(404)), ("status/500", .status(500)), ("status/401", .status(401)),
    ])
    func whatIsNotWholeIsNotThere(_ example: (path: String, error: NetError)) async throws {
        let rules = rules { if example.error == .timedOut { $0.stallSeconds = 1 } }
        await #expect(throws: example.error) { try await get(example.path, rules) }
        #expect(try FileFacts.of(folder.path("got")) == nil)
    }

    @Test func aRedirectIsCheckedLikeAnyOther() async throws {
        let port = server.host.split(separator: ":")[1]
        let to = server.url("to?")
        await #expect(throws: NetError.tooManyRedirects(3)) {
            try await get("to?\(to)\(to)\(to)\(server.url("file"))")
        }
        #expect(try await get("to?\(to)\(to)\(server.url("file"))") != .unchanged)
        try Files.remove(folder.path("got"))
        // The same machine by another name, which nobody allowed.
        await #expect(throws: NetError.portNotAllowed(host: "127.0.0.1", port: Int(port) ?? 0)) {
            try await get("to?https://127.0.0.1:\(port)/file")
        }
        await #expect(throws: NetError.privateAddress(host: "127.0.0.1")) { try await get("to?https://127.0.0.1/file") }
        await #expect(throws: NetError.badRedirect("http://example.com/", reason: "must begin with `https://`")) {
            try await get("to?http://example.com/")
        }
        #expect(try FileFacts.of(folder.path("got")) == nil)
    }

    @Test(arguments: [
        "https://127.1/", "https://0x7f.1/", "https://2130706433/", "https://[::1]/", "https://localhost/",
    ])
    func noSpellingOfThisMachineIsReached(_ url: String) async throws {
        await #expect(throws: NetError.self) { try await get(url) }
        let error = await #expect(throws: NetError.self) { try await get(url) }
        if case .privateAddress = error { return }
        Issue.record("\(String(describing: error))")
    }

    @Test func aServerWithoutACertificateToTrustIsRefused() async throws {
        let error = await #expect(throws: NetError.self) { try await get("file", rules { $0.certificates = nil }) }
        guard case .failed(let words) = error else {
            Issue.record("\(String(describing: error))")
            return
        }
        #expect(words.contains("certificate"), "\(words)")
    }

    @Test func anInterruptEndsItThoughTheServerStalls() async throws {
        let rules = rules { rules in (rules.stallSeconds, rules.totalSeconds) = (3600, 3600) }
        let task = Task { try await get("stall", rules) }
        while try server.stalls() == 0 { try await Task.sleep(for: .milliseconds(10)) }
        task.cancel()
        let rescue = Task {
            try await Task.sleep(for: .seconds(60))
            try server.letGo()
        }
        await #expect(throws: CancellationError.self) { try await task.value }
        rescue.cancel()
        #expect(try server.stalls() == 1, "nothing came from the server that could have ended it")
        #expect(try FileFacts.of(folder.path("got")) == nil)
    }
}
