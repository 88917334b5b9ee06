import AuroraCore
import AuroraFiles
import AuroraTesting
import Foundation
import Testing

@testable import AuroraNet

@Suite struct CurlTransportTests {
    /// What `/echo` saw.
    private struct Echo: Codable {
        let method: String
        let headers: [[String]]
        let bytes: Int
        let sha256: String
        let connection: Int

        init(_ answer: HTTPAnswer) throws { self = try JSONDecoder().decode(Echo.self, from: Data(answer.body)) }

        func values(_ name: String) -> [String] {
            headers.filter { $0[0].lowercased() == name }.map { $0[1] }
        }
    }

    private func transport(_ server: RawServer, proxies: Proxies = .none) -> CurlTransport {
        CurlTransport(TransportSettings(certificates: server.certificate, proxies: proxies), now: { 0 })
    }

    private func send(_ request: HTTPRequest, _ server: RawServer) async throws -> HTTPAnswer {
        try await transport(server).send(request)
    }

    /// A busy machine lets a server wait, and a test with it.
    private func limits(stall: Int = 60, total: Int = 60, answer: Int = 8 << 20) -> HTTPLimits {
        HTTPLimits(answerBytes: answer, connectSeconds: 60, totalSeconds: total, stallSeconds: stall)
    }

    @Test(arguments: [RawServer.Kind.http, .https])
    func twentyRequestsNeedOneConnection(_ kind: RawServer.Kind) async throws {
        let server = try RawServer(kind)
        let transport = transport(server)
        for index in 0..<20 {
            let body = HTTPBody.bytes(Array("[\(index)]".utf8))
            let request = HTTPRequest(
                index % 2 == 0 ? .post : .get, server.url("echo"), body: index % 2 == 0 ? body : .none)
            let echo = try Echo(try await transport.send(request))
            #expect(echo.connection == 1)
        }
        let counts = try server.counts()
        #expect(counts.connections == 1)
        #expect(counts.requests == 20)
    }

    @Test func http2IsSpokenWhereItIsOffered() async throws {
        let server = try RawServer(.http2)
        let transport = transport(server)
        for stream in [1, 3, 5] {
            let answer = try await transport.send(HTTPRequest(.post, server.url("x"), body: .bytes(Array("[]".utf8))))
            #expect(answer.status == 200)
            #expect(String(decoding: answer.body, as: UTF8.self) == "h2 stream \(stream) connection 1")
        }
    }

    @Test func whatIsSentArrivesAsItIs() async throws {
        let server = try RawServer(.https)
        let request = HTTPRequest(
            .put, server.url("echo"), headers: [("Content-Type", "video/mp4"), ("X-Empty", "")],
            bearer: Secret("canary"), body: .bytes([UInt8](repeating: 7, count: 300_000)))
        let answer = try await send(request, server)
        #expect(answer.status == 200)
        #expect(answer.contentType == "application/json")
        let echo = try Echo(answer)
        #expect(echo.method == "PUT")
        #expect(echo.bytes == 300_000)
        #expect(echo.sha256 == Digest(hashing: [UInt8](repeating: 7, count: 300_000)).hexadecimal)
        #expect(echo.values("content-length") == ["300000"])
        #expect(echo.values("content-type") == ["video/mp4"])
        #expect(echo.values("x-empty") == [""])
        #expect(echo.values("authorization") == ["Bearer canary"])
        #expect(echo.values("user-agent") == ["aurora"])
        #expect(echo.values("expect") == [] && echo.values("transfer-encoding") == [])
        let bare = try Echo(try await send(HTTPRequest(.post, server.url("echo")), server))
        #expect(bare.bytes == 0)
        #expect(bare.values("authorization") == [])
    }

    @Test(arguments: [0, 1, 2, 3, 49_151, 49_152, 49_153, 3_000_000])
    func aFileIsSentAsBase64(_ count: Int) async throws {
        let server = try RawServer(.http)
        let folder = try TemporaryFolder()
        var generator = SeededGenerator(seed: UInt64(count))
        let bytes = (0..<count).map { _ in UInt8.random(in: 0...255, using: &generator) }
        let path = try folder.write(bytes, to: "file")
        let body = HTTPBody.base64(before: Array("[\"".utf8), file: path, after: Array("\"]".utf8))
        let echo = try Echo(try await send(HTTPRequest(.post, server.url("echo"), body: body), server))
        let whole = Array("[\"\(Data(bytes).base64EncodedString())\"]".utf8)
        #expect(echo.bytes == whole.count)
        #expect(echo.sha256 == Digest(hashing: whole).hexadecimal)
    }

    @Test func aFileThatIsNotThereIsNotSent() async throws {
        let server = try RawServer(.http)
        let body = HTTPBody.base64(before: [], file: "/nowhere/file", after: [])
        await #expect(throws: HTTPFailure.notSent("cannot read `/nowhere/file`: no such file or directory")) {
            try await send(HTTPRequest(.post, server.url("echo"), body: body), server)
        }
        #expect(try server.counts().connections == 0)
    }

    @Test func statusesAreAnswersAndRedirectsAreNotFollowed() async throws {
        let server = try RawServer(.http)
        for status in [400, 401, 429, 500, 503] {
            let answer = try await send(HTTPRequest(.post, server.url("status/\(status)?7"), body: .bytes([1])), server)
            #expect(answer.status == status)
            #expect(answer.retryAfterSeconds == 7)
            #expect(answer.body == Array("page".utf8))
        }
        let later = try await send(
            HTTPRequest(.get, server.url("status/503?Thu,%2001%20Jan%201970%2000:01:30%20GMT")), server)
        #expect(later.retryAfterSeconds == 90)
        #expect(try await send(HTTPRequest(.get, server.url("status/503")), server).retryAfterSeconds == nil)
        let before = try server.counts().requests
        let redirect = HTTPRequest(
            .post, server.url("redirect?\(server.url("echo"))"), bearer: Secret("canary"), body: .bytes([1]))
        #expect(try await send(redirect, server).status == 307)
        #expect(try server.counts().requests == before + 1)
    }

    @Test(arguments: ["reset", "close", "half", "garbage", "stall", "drip"])
    func whatMayHaveArrivedIsUnknown(_ path: String) async throws {
        let server = try RawServer(.https)
        let limits = limits(stall: path == "stall" ? 1 : 60, total: path == "drip" ? 2 : 60)
        let request = HTTPRequest(.post, server.url(path), body: .bytes([1]), limits: limits)
        let error = await #expect(throws: HTTPFailure.self) { try await send(request, server) }
        guard case .unknown(let words) = error else {
            Issue.record("\(path): \(String(describing: error))")
            return
        }
        #expect(!words.isEmpty && !words.contains("/\(path)"), "\(words)")
        #expect(try server.counts().requests == 1)
    }

    @Test func aKeptConnectionThatEndsIsNoReasonToSendTwice() async throws {
        let server = try RawServer(.http)
        let transport = transport(server)
        let post = HTTPRequest(.post, server.url("once"), body: .bytes(Array("[1]".utf8)))
        #expect(try await transport.send(post).status == 200)
        let error = await #expect(throws: HTTPFailure.self) { try await transport.send(post) }
        if case .unknown = error {} else { Issue.record("\(String(describing: error))") }
        #expect(try server.counts().requests == 2, "the one that was answered, and the one that was not")
        // What has no body may be asked again at once: the second of these is, over a new connection.
        #expect(try await transport.send(HTTPRequest(.get, server.url("once"))).status == 200)
        #expect(try await transport.send(HTTPRequest(.get, server.url("once"))).status == 200)
        #expect(try server.counts().requests == 5)
    }

    @Test func tooMuchIsNotTaken() async throws {
        let server = try RawServer(.http)
        for path in ["large", "endless"] {
            await #expect(throws: HTTPFailure.answerTooLarge(100_000)) {
                try await send(HTTPRequest(.get, server.url(path), limits: limits(answer: 100_000)), server)
            }
        }
        let whole = try await send(HTTPRequest(.get, server.url("large"), limits: limits(answer: 1 << 20)), server)
        #expect(whole.body.count == 1 << 20)
    }

    @Test func whatCannotHaveArrivedIsNotSent() async throws {
        let server = try RawServer(.https)
        let urls = [
            // Nobody listens; no such name; no certificate for this name; none at all.
            ("https://localhost:9/v1", "localhost"), ("https://nobody.invalid/v1", "nobody.invalid"),
            (server.url("echo", host: "127.0.0.1"), "127.0.0.1"),
            (server.url("echo").replacing("https:", with: "http:"), ""),
            ("http://example.com/v1", "https"), ("ftp://localhost/v1", "https"), ("https://u:p@localhost/", "password"),
            ("http://127.0.0.1.example.com/", "https"), ("file:///etc/passwd", "https"), ("", "https"),
        ]
        for (url, word) in urls.enumerated().filter({ $0.offset != 3 }).map(\.element) {
            let request = HTTPRequest(.post, url, bearer: Secret("canary"), body: .bytes([1]), limits: limits())
            let error = await #expect(throws: HTTPFailure.self) { try await send(request, server) }
            guard case .notSent(let words) = error else {
                Issue.record("\(url): \(String(describing: error))")
                continue
            }
            #expect(words.contains(word) && !words.contains("canary"), "\(url): \(words)")
        }
        let distrusting = CurlTransport(now: { 0 })
        let error = await #expect(throws: HTTPFailure.self) {
            try await distrusting.send(HTTPRequest(.get, server.url("echo")))
        }
        guard case .notSent(let words) = error, words.contains("certificate") else {
            Issue.record("\(String(describing: error))")
            return
        }
        #expect(try server.counts().requests == 0)
    }

    @Test func aHeaderCannotBecomeTwo() async throws {
        let server = try RawServer(.http)
        for request in [
            HTTPRequest(.get, server.url("echo"), headers: [("X-A", "1\r\nX-B: 2")]),
            HTTPRequest(.get, server.url("echo"), headers: [("X-A: 1\r\nX-B", "2")]),
            HTTPRequest(.get, server.url("echo"), bearer: Secret("canary\nX-B: 2")),
        ] {
            let error = await #expect(throws: HTTPFailure.self) { try await send(request, server) }
            if case .notSent(let words) = error, !words.contains("canary") { continue }
            Issue.record("\(String(describing: error))")
        }
        #expect(try server.counts().connections == 0)
    }

    @Test func anInterruptEndsItAtOnce() async throws {
        let server = try RawServer(.https)
        let transport = transport(server)
        var best = Duration.seconds(60)
        // What others slow down is not always slow.
        for _ in 0..<10 where best > .seconds(1) {
            let long = HTTPLimits(connectSeconds: 3600, totalSeconds: 3600, stallSeconds: 3600)
            let request = HTTPRequest(.post, server.url("stall"), body: .bytes([1]), limits: long)
            let task = Task { try await transport.send(request) }
            #expect(try await Patience.until { try server.counts().stalls > 0 })
            let duration = await ContinuousClock().measure {
                task.cancel()
                await #expect(throws: HTTPFailure.cancelled) { try await task.value }
            }
            best = min(best, duration)
            #expect(try await Patience.until { try server.counts().stalls == 0 })
        }
        // Alone on a machine it takes milliseconds; what is told apart here is an hour.
        #expect(best < Patience.limit)
    }

    @Test func theProxyOfTheEnvironmentIsUsedAndToldNothing() async throws {
        let server = try RawServer(.https)
        let proxy = try RawServer(.http)
        let environment = ["HTTPS_PROXY": proxy.url("", host: "user:word@127.0.0.1")]
        let url = server.url("echo", host: "service.example.com")
        let request = HTTPRequest(.post, url, headers: [("X-A", "1")], bearer: Secret("canary"), body: .bytes([1]))
        let proxied = transport(server, proxies: Proxies(environment: environment))
        for _ in 0..<2 {
            let echo = try Echo(try await proxied.send(request))
            #expect(echo.values("authorization") == ["Bearer canary"])
            #expect(echo.values("proxy-authorization") == [])
        }
        let counts = try proxy.counts()
        #expect(counts.tunnels == 1)
        #expect(counts.requests == 0)
        let head = try #require(counts.tunnelHeads.first)
        #expect(head.contains("CONNECT service.example.com:\(server.port)"))
        #expect(head.contains("Proxy-Authorization: Basic \(Data("user:word".utf8).base64EncodedString())"))
        #expect(!head.contains("canary") && !head.contains("X-A"))
        // Nothing that goes to this machine, nor what the user excepts.
        _ = try await proxied.send(HTTPRequest(.get, server.url("echo")))
        let excepted = transport(
            server, proxies: Proxies(environment: environment.merging(["NO_PROXY": "example.com"]) { $1 }))
        await #expect(throws: HTTPFailure.self) { try await excepted.send(request) }
        #expect(try proxy.counts().tunnels == 1)
        let dead = transport(server, proxies: Proxies(environment: ["ALL_PROXY": "http://127.0.0.1:9"]))
        let error = await #expect(throws: HTTPFailure.self) { try await dead.send(request) }
        if case .notSent = error { return }
        Issue.record("\(String(describing: error))")
    }
}
