import AuroraCore
import Testing

@testable import AuroraNet

@Suite struct ServiceURLTests {
    @Test(arguments: [
        ("https://api.runware.ai/v1", "api.runware.ai", 443),
        ("HTTPS://API.Example.com:8443/v1#x", "api.example.com", 8443),
        ("http://localhost:8080/v1", "localhost", 8080), ("http://127.0.0.1/v1", "127.0.0.1", 80),
        ("http://127.0.0.1/v1:443", "127.0.0.1", 80), ("http://127.9.9.9:443/v1", "127.9.9.9", 443),
        ("http://[::1]:81/v1", "[::1]", 81), ("http://[::1]/v1", "[::1]", 80), ("HTTP://LOCALHOST/", "localhost", 80),
    ])
    func hostAndPortAreKnown(_ example: (text: String, host: String, port: Int)) throws {
        let url = try ServiceURL(example.text)
        #expect(url.host == example.host)
        #expect(url.port == example.port)
        #expect(url.isEncrypted == example.text.lowercased().hasPrefix("https"))
        #expect(!url.text.contains("#"))
    }

    @Test(arguments: [
        "http://example.com/", "http://localhost.example.com/", "http://127.0.0.1.example.com/", "http://127.1/",
        "http://0x7f.1/", "http://127.0.0.256/", "http://127.0.0.1@example.com/", "http://localhost@example.com/",
        "http://[::ffff:127.0.0.1]/", "http://128.0.0.1/", "http://0.0.0.0/", "ftp://localhost/", "localhost",
        "http://",
        "http:///x", "http://localhost:0/", "http://localhost:x/", "https://u:p@example.com/", "https://example.com/ x",
    ])
    func nothingElseIsAllowed(_ text: String) { #expect(throws: WebURL.Refusal.self) { try ServiceURL(text) } }

    @Test(
        arguments: [
            ("https://api.example.com/", "p", ["https_proxy": "p", "HTTPS_PROXY": "q"]),
            ("https://api.example.com/", "q", ["HTTPS_PROXY": "q", "ALL_PROXY": "a"]),
            ("https://api.example.com/", "a", ["https_proxy": "", "ALL_PROXY": "a"]),
            ("https://api.example.com/", nil, ["http_proxy": "p", "HTTP_PROXY": "p"]),
            ("https://api.example.com/", nil, ["https_proxy": "p", "no_proxy": "example.com"]),
            ("https://api.example.com/", nil, ["https_proxy": "p", "no_proxy": "other, .EXAMPLE.com"]),
            ("https://api.example.com/", nil, ["https_proxy": "p", "NO_PROXY": "*"]),
            ("https://api.example.com/", nil, ["https_proxy": "p", "NO_PROXY": "*.example.com"]),
            ("https://api.example.com/", "p", ["https_proxy": "p", "no_proxy": "", "NO_PROXY": "*"]),
            ("https://api.example.com/", "p", ["https_proxy": "p", "no_proxy": "ample.com,pi.example.com"]),
            ("https://[2606:4700::1]/", nil, ["https_proxy": "p", "no_proxy": "2606:4700::1"]),
            ("https://localhost/", nil, ["https_proxy": "p"]), ("http://localhost/", nil, ["ALL_PROXY": "p"]),
            ("https://127.0.0.1/", nil, ["https_proxy": "p"]),
        ] as [(String, String?, [String: String])])
    func theEnvironmentSaysWhatGoesByAProxy(_ example: (url: String, proxy: String?, environment: [String: String]))
        throws
    {
        #expect(Proxies(environment: example.environment).proxy(for: try ServiceURL(example.url)) == example.proxy)
    }

    @Test func aProxysPasswordIsNotPrinted() {
        let proxies = Proxies(environment: ["https_proxy": "http://user:canary@proxy:3128"])
        #expect(!"\(proxies)".contains("canary") && !String(reflecting: proxies).contains("canary"))
    }
}
