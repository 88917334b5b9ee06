import AuroraCore
import AuroraFiles
import AuroraTesting
import Testing

@testable import AuroraNet

/// What strangers may have called, and what not.
@Suite struct GuardedCallsTests {
    /// Ways to name this machine, its neighbours, or what is no business of the web's. None is ever connected to.
    static let refused = [
        // By scheme, and by what URLs may not have.
        "http://example.com/", "HTTP://example.com/", "ftp://example.com/", "file:///etc/passwd",
        "gopher://example.com/",
        "dict://127.0.0.1:11211/", "ldap://127.0.0.1/", "//127.0.0.1/", "/etc/passwd", "", "https://", "https:///x",
        "https://user:password@example.com/", "https://example.com@127.0.0.1/", "https://127.0.0.1#@example.com/",
        "https://example.com\\@127.0.0.1/", "https://exa mple.com/", "https://example.com/\r\nHost: localhost",
        "https://[::1", "https://example.com:0/", "https://example.com:65536/", "https://example.com:x/",
        // Other ports.
        "https://example.com:22/", "https://example.com:80/", "https://example.com:8443/", "https://127.0.0.1:7860/",
        // This machine.
        "https://127.0.0.1/", "https://127.1/", "https://127.0.1/", "https://0177.0.0.1/", "https://0x7f.0.0.1/",
        "https://0x7f000001/", "https://2130706433/", "https://017700000001/", "https://127.255.255.254/", "https://0/",
        "https://0.0.0.0/", "https://localhost/", "https://LOCALHOST/", "https://localhost./", "https://a.localhost/",
        "https://[::1]/", "https://[::]/", "https://[0:0:0:0:0:0:0:1]/", "https://[::ffff:127.0.0.1]/",
        "https://[::ffff:7f00:1]/", "https://[::127.0.0.1]/", "https://[64:ff9b::7f00:1]/", "https://[2002:7f00:1::]/",
        // Its neighbours.
        "https://10.0.0.1/", "https://172.16.0.1/", "https://172.31.255.254/", "https://192.168.1.1/",
        "https://[fc00::1]/", "https://[fd12:3456::1]/", "https://[fe80::1]/", "https://printer.local/",
        "https://service.internal/",
        // Clouds' own data, carriers' networks, tests, many at once.
        "https://169.254.169.254/latest/meta-data/", "https://[::ffff:169.254.169.254]/", "https://[fd00:ec2::254]/",
        "https://metadata.google.internal/", "https://100.64.0.1/", "https://198.18.0.1/", "https://192.0.2.1/",
        "https://203.0.113.7/", "https://224.0.0.1/", "https://255.255.255.255/", "https://240.0.0.1/",
        "https://[ff02::1]/", "https://[2001:db8::1]/",
    ]

    @Test(arguments: refused)
    func noWayLeadsIn(_ url: String) async throws {
        let folder = try TemporaryFolder()
        let calls = GuardedCalls(allowing: [], limits: HTTPLimits(connectSeconds: 5, totalSeconds: 10))
        await #expect(throws: GuardedCalls.Failure.self) {
            try await calls.fetch(url, to: folder.path("got"), maximumBytes: 1000)
        }
        #expect(try FileFacts.of(folder.path("got")) == nil)
        do throws(GuardedCalls.Failure) {
            _ = try await calls.send(.post, .bytes([]), contentType: "application/json", to: url)
            Issue.record("\(url) was called")
        } catch {
            // Refused, and not only without an answer: nothing of this is tried again.
            #expect(!error.mayPass, "\(url): \(error.words)")
        }
    }

    @Test func allowedHostIsCalledUnencryptedAsWell() async throws {
        let server = try RawServer(.http)
        let folder = try TemporaryFolder()
        let calls = GuardedCalls(allowing: ["127.0.0.1:\(server.port)"])
        let url = "http://127.0.0.1:\(server.port)"
        try await calls.fetch("\(url)/echo", to: folder.path("got"), maximumBytes: 10_000)
        try folder.write("a file", to: "file")
        let status = try await calls.send(.put, .file(folder.path("file")), contentType: "video/mp4", to: "\(url)/echo")
        #expect(status == 200)
        #expect(try await calls.send(.post, .bytes([1]), contentType: "x/y", to: "\(url)/status/503") == 503)
        // The port next to it is another host.
        #expect(calls.objection(to: "http://127.0.0.1:\(server.port + 1)/") != nil)
        #expect(calls.objection(to: "http://localhost:\(server.port)/") != nil)
    }

    @Test func whatIsTooLargeOrNoAnswerLeavesNoFile() async throws {
        let server = try RawServer(.http)
        let folder = try TemporaryFolder()
        let calls = GuardedCalls(allowing: ["127.0.0.1:\(server.port)"])
        for path in ["large", "endless", "half", "reset", "garbage", "status/404", "status/302"] {
            await #expect(throws: GuardedCalls.Failure.self) {
                try await calls.fetch(
                    "http://127.0.0.1:\(server.port)/\(path)", to: folder.path("got"), maximumBytes: 100_000)
            }
            #expect(try FileFacts.of(folder.path("got")) == nil, "\(path)")
        }
    }

    /// What is led on to is looked at like the first.
    @Test func redirectLeadsNowhereElse() async throws {
        let server = try RawServer(.http)
        let folder = try TemporaryFolder()
        let calls = GuardedCalls(allowing: ["127.0.0.1:\(server.port)"])
        do throws(GuardedCalls.Failure) {
            try await calls.fetch(
                "http://127.0.0.1:\(server.port)/steps/away", to: folder.path("got"), maximumBytes: 100_000)
            Issue.record("it was followed")
        } catch { #expect(!error.mayPass, "\(error.words)") }
    }
}
