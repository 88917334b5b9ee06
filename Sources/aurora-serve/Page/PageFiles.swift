/// The page: three files, compiled in.
enum PageFiles {
    /// The answer to a request for one of them; `nil` for another path.
    static func reply(_ path: String) -> Reply? {
        switch path {
        case "/": reply("text/html", PackageResources.page_html)
        case "/page.css": reply("text/css", PackageResources.page_css)
        case "/page.js": reply("text/javascript", PackageResources.page_js)
        default: nil
        }
    }

    /// Whatever a prompt or an error says: nothing runs and nothing is loaded but what is here.
    private static let policy =
        "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src blob: data:; "
        + "media-src 'self' blob:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"

    private static func reply(_ type: String, _ bytes: [UInt8]) -> Reply {
        Reply(
            status: 200,
            headers: [
                ("Content-Type", "\(type); charset=utf-8"), ("Cache-Control", "no-cache"),
                ("Content-Security-Policy", policy), ("Referrer-Policy", "no-referrer"),
            ], body: .bytes(bytes))
    }
}
