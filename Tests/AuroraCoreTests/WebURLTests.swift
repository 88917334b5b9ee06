import AuroraCore
import Testing

@Suite struct WebURLTests {
    @Test func aURLIsTakenApart() throws {
        let url = try WebURL("HTTPS://Media.Example.com:8443/a%20b?c=d#e")
        #expect(url.host == "media.example.com" && url.port == 8443)
        #expect(url.text == "HTTPS://Media.Example.com:8443/a%20b?c=d")
        #expect(try WebURL("https://[2001:DB8::1]/").host == "[2001:db8::1]")
        #expect(try WebURL("https://a").port == 443)
    }

    @Test(arguments: [
        "http://example.com/", "ftp://example.com/", "https:/example.com", "https://", "https:///a", "https://:443/",
        "https://user@example.com/", "https://user:secret@example.com/", "https://example.com:0/", "https://a:99999/",
        "https://a:/", "https://a:b/", "https://a b/", "https://a/\u{7}", "https://a\\b/", "https://ä.example/",
        "https://[]/",
        "https://[::1", "https://a%2e/", "https://a:443@evil/", "file:///etc/passwd", "",
    ])
    func whatIsNoPlainHTTPSAddressIsRefused(_ text: String) {
        #expect(throws: WebURL.Refusal.self) { try WebURL(text) }
    }
}
