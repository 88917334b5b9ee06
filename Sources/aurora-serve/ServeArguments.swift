import AuroraServe

/// What the command line says. `aurora serve` hands its own on as it got them.
struct ServeArguments {
    var host = "127.0.0.1"
    var port = 7860
    /// Folder for tasks and media; nil for the user's own.
    var data: String?
    /// File of keys; nil for the one in the data folder.
    var keys: String?
    var takesAnyKey = false
    /// Hosts that may be called wherever they are.
    var allowedHosts: Set<String> = []
    /// By what clients reach the server, if not by its own address.
    var publicURL: String?
    var allowsLocalPaths = false
    /// Tasks at a time; nil for half of the processors.
    var jobs: Int?
    var queueLimit = 100
    /// Of one key; nil for half of them.
    var keyQueueLimit: Int?
    /// Bytes that one key may keep.
    var keyStorageBytes: Int64 = 4 << 30
    /// Seconds.
    var keep = 604_800
    /// Of a request.
    var maximumBodyBytes = 128 << 20
    var maximumConnections = 2000
    /// Folder of the workspace that the page shows.
    var workspace: String?
    /// Of it; nil for its own.
    var profile: String?

    /// Why a command line is not understood.
    struct Refusal: Error { let words: String }

    init(_ words: [String]) throws(Refusal) {
        var rest = words[...]
        while let word = rest.popFirst() {
            switch word {
            case "--no-auth": takesAnyKey = true
            case "--allow-local-paths": allowsLocalPaths = true
            case "--host": host = try Self.value(of: word, &rest)
            case "--data": data = try Self.value(of: word, &rest)
            case "--keys": keys = try Self.value(of: word, &rest)
            case "--allow-url": allowedHosts.insert(try Self.value(of: word, &rest).lowercased())
            case "--public-url": publicURL = try Self.origin(try Self.value(of: word, &rest))
            case "--workspace": workspace = try Self.value(of: word, &rest)
            case "--profile": profile = try Self.value(of: word, &rest)
            case "--port": port = try Self.number(of: word, &rest, in: 0...65_535)
            case "--jobs": jobs = try Self.number(of: word, &rest, in: 1...64)
            case "--queue": queueLimit = try Self.number(of: word, &rest, in: 1...100_000)
            case "--queue-per-key": keyQueueLimit = try Self.number(of: word, &rest, in: 1...100_000)
            case "--storage-per-key":
                keyStorageBytes = Int64(try Self.number(of: word, &rest, in: 1...1 << 30)) << 20
            case "--keep": keep = try Self.number(of: word, &rest, in: 60...31_536_000)
            case "--max-body": maximumBodyBytes = try Self.number(of: word, &rest, in: 1...1024) << 20
            case "--connections": maximumConnections = try Self.number(of: word, &rest, in: 1...100_000)
            default: throw Refusal(words: "there is no option `\(word)`")
            }
        }
        if takesAnyKey, keys != nil { throw Refusal(words: "`--no-auth` and `--keys` exclude each other") }
        if profile != nil, workspace == nil { throw Refusal(words: "`--profile` is for `--workspace` alone") }
        if !isLoopback, takesAnyKey {
            throw Refusal(words: "`--no-auth` is for this machine alone: beyond it a key is required")
        }
        if !isLoopback, allowsLocalPaths {
            throw Refusal(words: "`--allow-local-paths` is for this machine alone")
        }
    }

    /// Whether only this machine reaches the server.
    var isLoopback: Bool { host == "localhost" || host == "::1" || host.hasPrefix("127.") }

    private static func value(of option: String, _ rest: inout ArraySlice<String>) throws(Refusal) -> String {
        guard let value = rest.popFirst(), !value.isEmpty else { throw Refusal(words: "`\(option)` needs a value") }
        return value
    }

    private static func number(
        of option: String, _ rest: inout ArraySlice<String>, in range: ClosedRange<Int>
    ) throws(Refusal) -> Int {
        let text = try value(of: option, &rest)
        guard let number = Int(text), range.contains(number) else {
            throw Refusal(
                words:
                    "`\(option)` must be a whole number from \(range.lowerBound) to \(range.upperBound), not `\(text)`")
        }
        return number
    }

    private static func origin(_ text: String) throws(Refusal) -> String {
        guard text.hasPrefix("https://") || text.hasPrefix("http://") else {
            throw Refusal(words: "`--public-url` must begin with `https://` or `http://`")
        }
        return text.hasSuffix("/") ? String(text.dropLast()) : text
    }
}
