import AuroraCore

/// What `aurora-render --check` says: its version, a line for each library and model, then parts with a mark.
struct RendererReport: Equatable {
    /// `aurora-render 5-1f7d36d6a3`; empty if it says nothing.
    let version: String
    /// A line for each library and model: `ok PATH`, or the problem.
    let files: [String]
    /// How what checks content stands.
    let safety: Safety
    /// What the kernel keeps the renderer from; empty if it does not say.
    let confined: String

    enum Safety: Equatable {
        case installed
        case missing
        /// A file of it is not what it should be; in the renderer's words.
        case wrong(String)

        /// Why nothing can be checked, if so, and what to do about it.
        var problem: (text: String, hint: String)? {
            let hint = "run `make safety` in Aurora's folder, and then `make install` if Aurora is installed"
            return switch self {
            case .installed: nil
            case .missing: ("what checks content is not installed", hint + "; or write `safety: none`")
            case .wrong(let words): (PrintableText.sanitized(words), hint)
            }
        }
    }

    private static let confinedMark = "confined: "
    private static let safetyMark = "safety: "

    init(_ lines: [String]) {
        func told(_ mark: String) -> String? {
            lines.last { $0.hasPrefix(mark) }.map { String($0.dropFirst(mark.count)) }
        }
        version = lines.first ?? ""
        files = lines.dropFirst().filter { !$0.hasPrefix(Self.confinedMark) && !$0.hasPrefix(Self.safetyMark) }
        safety =
            switch told(Self.safetyMark) {
            case "ok": .installed
            case nil, "missing": .missing
            case .some(let words): .wrong(words)
            }
        confined = told(Self.confinedMark) ?? ""
    }
}
