package import AuroraCore

/// Why a URL could not be fetched.
package enum NetError: Error, Hashable {
    /// libcurl is not there.
    case missingLibrary(String)
    /// No address of the host may be connected to.
    case privateAddress(host: String)
    case portNotAllowed(host: String, port: Int)
    /// A redirect leads to what cannot be fetched.
    case badRedirect(String, reason: String)
    case tooManyRedirects(Int)
    case tooLarge(Int64)
    case empty
    case status(Int)
    case timedOut
    case cut
    /// Writing the file failed.
    case unwritable(String)
    /// In the words of the library.
    case failed(String)

    /// The problem with `url`, at the place where it is stated.
    package func diagnostic(_ url: WebURL, at span: SourceSpan?) -> Diagnostic {
        let (reason, hint) = words
        return Diagnostic("cannot fetch `\(PrintableText.sanitized(url.text))`: \(reason)", at: span, hint: hint)
    }

    private var words: (reason: String, hint: String) {
        switch self {
        case .missingLibrary(let words):
            (PrintableText.sanitized(words), "install libcurl: on Debian, `apt-get install libcurl4`")
        case .privateAddress(let host):
            (
                "`\(PrintableText.sanitized(host))` is not on the open internet",
                "if you trust it, add it to `fetch: {hosts: […]}` in your own configuration"
            )
        case .portNotAllowed(let host, let port):
            (
                "port \(port) is not the one of https",
                "if you trust it, add `\(PrintableText.sanitized(host)):\(port)` to `fetch: {hosts: […]}` in your own configuration"
            )
        case .badRedirect(let target, let reason):
            (
                "it leads on to `\(PrintableText.sanitized(target))`, which \(reason)",
                "name the file's own address"
            )
        case .tooManyRedirects(let count):
            ("it leads on more than \(Wording.count(count, "time"))", "name the file's own address")
        case .tooLarge(let bytes):
            ("it has more than \(bytes >> 20) MiB", "make it smaller, or copy it into the workspace")
        case .empty: ("it is empty", "look whether the address is right")
        case .status(let status): ("the server answers with status \(status)", "look whether the address is right")
        case .timedOut: ("it takes too long", "run the same command again")
        case .cut: ("the connection ended before all of it was there", "run the same command again")
        case .unwritable(let reason): ("it cannot be written: \(reason)", "free some space on that disk")
        case .failed(let words): (PrintableText.sanitized(words), "look whether the address is right")
        }
    }
}
