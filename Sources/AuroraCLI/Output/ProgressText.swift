import AuroraCore

/// Words that all kinds of progress share.
enum ProgressText {
    /// Of a result that is as it was, while its record was not.
    static let rewritten = "unchanged, its record is rewritten"

    /// Of a result that the cache has taken from where it is published.
    static func adopted(from output: String?) -> String {
        "adopted\(output.map { ": \(PrintableText.sanitized($0)) is in the cache again" } ?? "")"
    }

    /// A line that says whom a build waits for.
    static func waiting(_ name: String, _ process: Int?) -> String {
        let maker = process.map { "process \($0)" } ?? "another process"
        return "waiting for \(PrintableText.sanitized(name)), which \(maker) is making\n"
    }
}
