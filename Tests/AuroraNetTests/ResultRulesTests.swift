import AuroraCore
import AuroraFiles
import AuroraTesting
import Glibc
import Testing

@testable import AuroraNet

/// Where a service can have results fetched from: not here.
@Suite struct ResultRulesTests {
    private static let internet = "https://vm.runware.ai/video/os/a24d12/ws/5/vi/349a.mp4"

    @Test(arguments: [internet, "https://vm.runware.ai:443/x", "https://8.8.8.8/x", "https://[2606:4700::1]/x"])
    func theOpenInternetIsOpen(_ url: String) throws {
        let route = try ResultRules().route(to: url)
        #expect(route.proxy.isEmpty)
        #expect(accepts(route, "8.8.8.8") && accepts(route, "2606:4700:4700::1111"))
        // The name's addresses are looked at, whatever it is called.
        for address in ["127.0.0.1", "10.0.0.1", "169.254.169.254", "192.168.1.1", "100.64.0.1", "::1", "fd00::1"] {
            #expect(!accepts(route, address))
        }
    }

    @Test(arguments: [
        "http://vm.runware.ai/x", "http://localhost/x", "http://127.0.0.1:8080/x", "https://vm.runware.ai:8443/x",
        "https://localhost:8443/x", "ftp://vm.runware.ai/x", "file:///etc/passwd", "https://u:p@vm.runware.ai/x",
        "//x/y",
        "https://", "", "https://vm.runware.ai\\@localhost/x", "https://vm.runware.ai/x y", "https://vm.runware.ai/\n",
        "https://[fe80::1%25eth0]/x", "gopher://localhost/", "HTTP://localhost/x", "https://a.b:99999/x",
    ])
    func nothingElseIsEvenAskedFor(_ url: String) {
        let error = #expect(throws: DownloadFailure.self) { try ResultRules().route(to: url) }
        if case .refused(let words) = error, !words.isEmpty { return }
        Issue.record("\(String(describing: error))")
    }

    /// By https and port 443, so that only the address is in the way. Really tried: nothing may be connected to.
    @Test(arguments: [
        "127.0.0.1", "127.1", "0x7f.1", "0x7f000001", "2130706433", "017700000001", "0.0.0.0", "0", "localhost",
        "[::1]",
        "[::]", "[::ffff:127.0.0.1]", "[::ffff:7f00:1]", "[0:0:0:0:0:ffff:a9fe:a9fe]", "[64:ff9b::7f00:1]",
        "[2002:7f00:1::]",
        "169.254.169.254", "0xa9fea9fe", "2852039166", "10.0.0.1", "172.16.0.1", "172.31.255.255", "192.168.0.1",
        "100.64.0.1",
        "192.0.0.1", "192.0.2.1", "198.18.0.1", "198.51.100.1", "203.0.113.1", "224.0.0.1", "240.0.0.1",
        "255.255.255.255",
        "[fe80::1]", "[fc00::1]", "[fd00:ec2::254]", "[ff02::1]", "[2001:db8::1]", "127.0.0.1.", "localhost.",
    ])
    func noSpellingOfThisMachineOrItsNeighboursIsReached(_ host: String) async throws {
        let folder = try TemporaryFolder()
        let downloader = ResultDownloader(ResultRules(), time: Self.hasty, now: { 0 })
        let error = await #expect(throws: DownloadFailure.self) {
            try await downloader.get(
                url: "https://\(host)/x", to: folder.path("x"), limits: DownloadLimits(), progress: { _, _ in })
        }
        switch error {
        case .refused(let words) where words.contains("is not on the open internet") || words.contains("host"): break
        // Whether a name with a dot at its end is looked up at all depends on the machine.
        case .cut(let words) where host.hasSuffix(".") && words.contains("resolve"): break
        default: Issue.record("\(host): \(String(describing: error))")
        }
        #expect(try FileFacts.of(folder.path("x")) == nil)
    }

    @Test func aRedirectIsCheckedLikeTheFirst() async throws {
        let folder = try TemporaryFolder()
        // The server is the service's own by name, and leads to what is not.
        let secure = try RawServer(.https)
        let rules = ResultRules(allowedHosts: ["localhost:\(secure.port)"], certificates: secure.certificate)
        let strict = ResultDownloader(rules, time: Self.hasty, now: { 0 })
        let limits = DownloadLimits()
        _ = try await strict.get(
            url: secure.url("steps/whole"), to: folder.path("x"), limits: limits, progress: { _, _ in })
        await #expect(throws: DownloadFailure.refused("port 1 is not the one of https")) {
            try await strict.get(
                url: secure.url("steps/away"), to: folder.path("y"), limits: limits, progress: { _, _ in })
        }
    }

    @Test func whatTheServiceIsItsResultsMayBe() throws {
        let local = ResultRules(service: "http://127.0.0.1:8787/v1")
        let route = try local.route(to: "http://localhost:1234/x")
        #expect(accepts(route, "127.0.0.1") && accepts(route, "::1") && !accepts(route, "192.168.0.1"))
        #expect(throws: DownloadFailure.self) { try local.route(to: "http://192.168.0.1/x") }
        let elsewhere = try local.route(to: Self.internet)
        #expect(!accepts(elsewhere, "127.0.0.1") && accepts(elsewhere, "8.8.8.8"))
        let own = ResultRules(service: "https://aurora.corp:8443/v1")
        #expect(accepts(try own.route(to: "https://aurora.corp:8443/x"), "10.0.0.1"))
        #expect(throws: DownloadFailure.self) { try own.route(to: "https://aurora.corp:8444/x") }
        #expect(!accepts(try own.route(to: "https://aurora.corp/x"), "10.0.0.1"))
        #expect(throws: DownloadFailure.self) { try own.route(to: "http://localhost/x") }
        #expect(!accepts(try ResultRules(service: "https://api.runware.ai/v1").route(to: Self.internet), "127.0.0.1"))
    }

    @Test func behindAProxyTheNameHasToDo() throws {
        let rules = ResultRules(
            proxies: Proxies(environment: ["https_proxy": "http://proxy:3128", "no_proxy": "runware.ai"]))
        #expect(try rules.route(to: "https://media.example.com/x").proxy == "http://proxy:3128")
        let direct = try rules.route(to: Self.internet)
        #expect(direct.proxy.isEmpty && !accepts(direct, "10.0.0.1"))
        for host in [
            "10.0.0.1", "169.254.169.254", "127.1", "0x7f.1", "2130706433", "[fd00::1]", "intranet",
            "metadata.google.internal",
            "printer.local", "x.localhost", "8.8.8.8", "0x7f.0.0.0x1",
        ] {
            #expect(throws: DownloadFailure.self, "\(host)") { try rules.route(to: "https://\(host)/x") }
        }
    }

    private static let hasty = RetryTime(now: { .zero }, sleep: { _ in }, chance: { 0 })

    private func accepts(_ route: ResultRules.Route, _ text: String) -> Bool {
        if text.contains(":") {
            var address = sockaddr_in6()
            address.sin6_family = sa_family_t(AF_INET6)
            precondition(inet_pton(AF_INET6, text, &address.sin6_addr) == 1)
            return withUnsafePointer(to: &address) {
                route.accepts(UnsafeRawPointer($0), MemoryLayout<sockaddr_in6>.size)
            }
        }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        precondition(inet_pton(AF_INET, text, &address.sin_addr) == 1)
        return withUnsafePointer(to: &address) { route.accepts(UnsafeRawPointer($0), MemoryLayout<sockaddr_in>.size) }
    }
}
