/// What is known of a result of which not all is there.
struct PartialResult: Hashable {
    /// What tells this version of it from another: a strong entity tag or a date (RFC 9110, section 13.1.5). Empty if the
    /// server gave none: then nothing can be added to what is there.
    private var validator = ""
    /// The length of all of it, if the server said.
    private var total: Int64?

    /// What an exchange brought.
    enum Verdict: Hashable {
        case whole
        /// What is there stays, and the next exchange goes on.
        case again(Lack)
        /// What is there cannot be added to.
        case startOver(Lack)
    }

    /// Asks for what is missing behind the first `bytes`.
    func headers(bytes: Int64) -> [String] {
        bytes > 0 && !validator.isEmpty ? ["Range: bytes=\(bytes)-", "If-Range: \(validator)"] : []
    }

    /// Judges an exchange that began when there were `start` bytes, and after which there are `bytes`, all of them from
    /// answers with status 200 or 206. Remembers what the server said.
    mutating func judge(_ outcome: CurlOutcome, start: Int64, bytes: Int64) -> Verdict {
        let lack = Lack(outcome)
        switch outcome.status {
        case 200:
            validator = Self.validator(outcome)
            total = outcome.announcedBytes
        case 206:
            guard let range = ContentRange(outcome.contentRange), continues(range, outcome, from: start) else {
                return .startOver(.cut("the server goes on with something else"))
            }
            total = range.total ?? total
        case 416:
            // Nothing is missing, of which it did not say before how much there is.
            guard bytes > 0, ContentRange(outcome.contentRange)?.total == bytes, total == nil || total == bytes
            else { return .startOver(lack) }
            return .whole
        // Nothing came, or it is to be asked for again.
        default: return .again(lack)
        }
        if outcome.end == .done, total == nil || total == bytes { return .whole }
        guard !validator.isEmpty, bytes <= total ?? .max else { return .startOver(lack) }
        return .again(lack)
    }

    /// Whether an answer is the rest of what is there, or a part of it.
    private func continues(_ range: ContentRange, _ outcome: CurlOutcome, from start: Int64) -> Bool {
        let validator = Self.validator(outcome)
        return range.first == start && (outcome.announcedBytes ?? range.length) == range.length
            && (total == nil || range.total == nil || range.total == total)
            && (validator.isEmpty || start == 0 || validator == self.validator)
    }

    private static func validator(_ outcome: CurlOutcome) -> String {
        // A weak tag does not promise the same bytes.
        outcome.etag.isEmpty || outcome.etag.hasPrefix("W/") ? outcome.modified : outcome.etag
    }
}

/// Why an exchange did not bring all.
enum Lack: Hashable {
    case status(Int)
    case cut(String)

    init(_ outcome: CurlOutcome) {
        switch outcome.status {
        case 0, 200, 206, 416: self = .cut(outcome.problem.isEmpty ? "the connection ended too early" : outcome.problem)
        default: self = .status(outcome.status)
        }
    }

    /// To be told once nothing is tried any more.
    var failure: DownloadFailure {
        switch self {
        case .status(let status): .status(status)
        case .cut(let words): .cut(words)
        }
    }
}

/// The header that says which part of the whole an answer is (RFC 9110, section 14.4): `bytes 5-9/10`, `bytes 5-9/*`,
/// `bytes */10`.
struct ContentRange: Hashable {
    let first: Int64?
    let last: Int64?
    let total: Int64?

    init?(_ text: String) {
        let words = text.split(separator: " ", omittingEmptySubsequences: false)
        guard words.count == 2, words[0].lowercased() == "bytes" else { return nil }
        let halves = words[1].split(separator: "/", omittingEmptySubsequences: false)
        guard halves.count == 2 else { return nil }
        total = Self.number(halves[1])
        guard total != nil || halves[1] == "*" else { return nil }
        if halves[0] == "*" {
            (first, last) = (nil, nil)
            return
        }
        let ends = halves[0].split(separator: "-", omittingEmptySubsequences: false)
        guard ends.count == 2, let first = Self.number(ends[0]), let last = Self.number(ends[1]), first <= last,
            last < total ?? .max
        else { return nil }
        (self.first, self.last) = (first, last)
    }

    /// Of the part, in bytes.
    var length: Int64? {
        guard let first, let last else { return nil }
        return last - first + 1
    }

    private static func number(_ text: Substring) -> Int64? {
        guard !text.isEmpty, text.utf8.allSatisfy({ (0x30...0x39).contains($0) }) else { return nil }
        return Int64(text)
    }
}
