import AuroraCore

/// Words that all kinds of progress share.
enum ProgressText {
    /// A line that says whom a build waits for.
    static func waiting(_ name: String, _ process: Int?) -> String {
        let maker = process.map { "process \($0)" } ?? "another process"
        return "waiting for \(PrintableText.sanitized(name)), which \(maker) is making\n"
    }
}
