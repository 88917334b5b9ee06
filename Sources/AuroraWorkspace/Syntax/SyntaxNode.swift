/// A piece of YAML with its place. Scalars are kept as written: what they mean is for the reader of the field to say.
struct SyntaxNode: Sendable {
    enum Content: Sendable {
        case scalar(String, ScalarStyle)
        case sequence([SyntaxNode])
        case mapping([Entry])
    }

    enum ScalarStyle: Sendable {
        case plain, quoted, block
        /// Variables were filled in: text or number, whichever is wanted, however the template writes it.
        case filled
    }

    /// A key, which is always a scalar, and its value.
    struct Entry: Sendable {
        let key: SyntaxNode
        let name: String
        let value: SyntaxNode
    }

    let content: Content
    let start: Mark
    /// Just behind its last character.
    let end: Mark
    /// Where its text comes from, if variables were filled in.
    var filling: Filling?

    init(content: Content, start: Mark, end: Mark, filling: Filling? = nil) {
        self.content = content
        self.start = start
        self.end = end
        self.filling = filling
    }

    /// Whether nothing is stated: `key:`, `key: ~`, `key: null`.
    var isNull: Bool {
        guard case .scalar(let text, .plain) = content else { return false }
        return ["", "~", "null", "Null", "NULL"].contains(text)
    }

    /// Whether it is a scalar without quotes.
    var isPlain: Bool {
        if case .scalar(_, .plain) = content { return true }
        return false
    }

    /// What it is, in a message: `a list`.
    var kindName: String {
        switch content {
        case .scalar where isNull: "nothing"
        case .scalar(_, .plain): "a value"
        case .scalar: "text"
        case .sequence: "a list"
        case .mapping: "a mapping"
        }
    }
}
