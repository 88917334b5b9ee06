/// What the command line asks for.
enum Arguments: Equatable {
    case render(request: String, result: String, shapes: String?)
    case bench(request: String)
    case check
    case version
    case help
    /// The problem in words.
    case wrong(String)

    static func parse(_ words: [String]) -> Arguments {
        var files: [String: String] = [:]
        var isBench = false
        var index = 0
        while index < words.count {
            switch words[index] {
            case "--help", "-h": return .help
            case "--version": return .version
            case "--check": return .check
            case "--bench": isBench = true
            case let option where ["--request", "--result", "--shapes"].contains(option):
                guard index + 1 < words.count else { return .wrong("`\(option)` needs a file") }
                guard files[option] == nil else { return .wrong("`\(option)` is given twice") }
                index += 1
                files[option] = words[index]
            default: return .wrong("unknown argument `\(words[index])`")
            }
            index += 1
        }
        guard let request = files["--request"] else { return .wrong("`--request FILE` is missing") }
        if isBench { return .bench(request: request) }
        guard let result = files["--result"] else { return .wrong("`--result FILE` is missing") }
        return .render(request: request, result: result, shapes: files["--shapes"])
    }
}
