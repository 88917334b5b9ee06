internal import AuroraCore

extension FieldReader {
    private static let commandKeys = ["kind", "version", "run", "inputs", "seconds"]
    private static let placeholders = ["{image}", "{audio}", "{prompt}", "{settings}", "{output}"]

    /// Checks the declared providers and gives their names; `nil` if there is no telling which there are.
    mutating func providers(_ node: SyntaxNode) -> DeclaredProviders {
        let example = "providers: {mine: {kind: command, version: \"1\", run: [./render.sh, \"{output}\"]}}"
        guard let entries = entries(node, of: "providers", example: example) else { return nil }
        for entry in entries {
            if ["embedded", "runware"].contains(entry.name) {
                report(
                    "the provider `\(entry.name)` is built in and cannot be declared", at: entry.key,
                    hint: "give yours another name; keys and base URLs belong into your own configuration, not here")
            } else {
                checkProvider(entry)
            }
        }
        return Set(entries.map(\.name))
    }

    private mutating func checkProvider(_ declaration: SyntaxNode.Entry) {
        let name = declaration.name
        guard let entries = entries(declaration.value, of: name, example: "\(name): {kind: command, …}") else { return }
        for entry in entries {
            switch entry.name {
            case "kind":
                guard let kind = text(entry.value, of: "kind"), kind != "command" else { continue }
                report(
                    "`kind` must be `command`, not \(Words.quoted(kind))", at: entry.value,
                    hint: "write `kind: command`")
            case "version": _ = line(entry.value, of: "version")
            case "run": checkRun(entry.value)
            case "inputs":
                for item in list(entry.value, of: "inputs", example: "inputs: [tools/render.sh]") ?? [] {
                    _ = path(item, of: "inputs")
                }
            case "seconds": _ = wholeNumber(entry.value, of: "seconds", in: 1...86_400)
            default: unknownKey(entry, in: "a provider", known: Self.commandKeys)
            }
        }
        for key in ["kind", "version", "run"] where !entries.contains(where: { $0.name == key }) {
            report("the provider `\(name)` has no `\(key)`", at: declaration.key, hint: "add `\(key):`")
        }
    }

    private mutating func checkRun(_ node: SyntaxNode) {
        let example = "run: [./render.sh, \"{image}\", \"{audio}\", \"{output}\"]"
        guard let items = list(node, of: "run", example: example) else { return }
        var words: [String] = []
        for item in items {
            guard let word = line(item, of: "run") else { continue }
            words.append(word)
            let isPlaceholder = word.hasPrefix("{") && word.hasSuffix("}")
            if isPlaceholder, !Self.placeholders.contains(word) {
                let refusal = Words.refusal(word, of: "run", among: Self.placeholders)
                report("there is no placeholder \(Words.quoted(word))", at: item, hint: refusal.hint)
            }
        }
        if words.count == items.count, !words.contains("{output}") {
            report(
                "`run` does not say where the video goes", at: node,
                hint: "pass \"{output}\" to the program: it stands for the path to write")
        }
    }

    private mutating func list(_ node: SyntaxNode, of name: String, example: String) -> [SyntaxNode]? {
        guard case .sequence(let items) = node.content, !items.isEmpty else {
            let kind = if case .sequence = node.content { "an empty one" } else { node.kindName }
            report("\(Words.quoted(name)) must be a list, not \(kind)", at: node, hint: "write it as in `\(example)`")
            return nil
        }
        return items
    }
}
