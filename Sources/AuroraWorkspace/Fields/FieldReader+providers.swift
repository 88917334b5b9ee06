internal import AuroraCore
internal import AuroraFiles

extension FieldReader {
    static let commandKeys = ["kind", "version", "run", "inputs", "seconds"]
    /// Bytes of all words of `run` together.
    private static let longestRun = 32_768

    /// Checks the declared providers and gives the programs they name. The names are `nil` if there is no telling which
    /// there are.
    mutating func providers(_ node: SyntaxNode) -> (names: DeclaredProviders, programs: [CommandProgram]) {
        let example = "providers: {mine: {kind: command, version: \"1\", run: [./render.sh, \"{output}\"]}}"
        guard let entries = entries(node, of: "providers", example: example) else { return (nil, []) }
        var programs: [CommandProgram] = []
        for entry in entries {
            if ["embedded", "runware"].contains(entry.name) {
                report(
                    "the provider `\(entry.name)` is built in and cannot be declared", at: entry.key,
                    hint: "give yours another name; keys and base URLs belong into your own configuration, "
                        + "~/.config/aurora/config.yaml")
            } else if let program = program(entry) {
                programs.append(program)
            }
        }
        return (Set(entries.map(\.name)), programs)
    }

    private mutating func program(_ declaration: SyntaxNode.Entry) -> CommandProgram? {
        let name = declaration.name
        guard let entries = entries(declaration.value, of: name, example: "\(name): {kind: command, …}") else {
            return nil
        }
        var version: String?
        var run: (words: [String], span: SourceSpan)?
        var inputs: [InputFile] = []
        var seconds: Int?
        for entry in entries {
            switch entry.name {
            case "kind":
                guard let kind = text(entry.value, of: "kind"), kind != "command" else { continue }
                report(
                    "`kind` must be `command`, not \(Words.quoted(kind))", at: entry.value,
                    hint: "write `kind: command`")
            case "version": version = line(entry.value, of: "version")
            case "run": run = self.run(entry.value)
            case "inputs":
                for item in list(entry.value, of: "inputs", example: "inputs: [tools/render.sh]") ?? [] {
                    guard let path = path(item, of: "inputs") else { continue }
                    inputs.append(InputFile(path: path, span: source.span(of: item)))
                }
            case "seconds": seconds = wholeNumber(entry.value, of: "seconds", in: 1...86_400)
            default: unknownKey(entry, in: "a provider", known: Self.commandKeys)
            }
        }
        for key in ["kind", "version", "run"] where !entries.contains(where: { $0.name == key }) {
            report("the provider `\(name)` has no `\(key)`", at: declaration.key, hint: "add `\(key):`")
        }
        guard let version, let run else { return nil }
        if run.words[0].hasPrefix("./") {
            inputs.append(InputFile(path: String(run.words[0].dropFirst(2)), span: run.span))
        }
        checkNames(of: inputs)
        return CommandProgram(
            name: name, span: source.span(of: declaration.key), version: version, run: run.words, runSpan: run.span,
            inputs: Self.sortedOnce(inputs), seconds: seconds ?? CommandProgram.defaultSeconds)
    }

    /// The words of `run`, and where the first is stated.
    private mutating func run(_ node: SyntaxNode) -> (words: [String], span: SourceSpan)? {
        let example = "run: [./render.sh, \"{image}\", \"{audio}\", \"{output}\"]"
        guard let items = list(node, of: "run", example: example) else { return nil }
        let placeholders = CommandProgram.Placeholder.allCases.map(\.text)
        var words: [String] = []
        for (index, item) in items.enumerated() {
            guard let word = index == 0 ? programWord(item) : argument(item) else { continue }
            words.append(word)
            let isPlaceholder = word.hasPrefix("{") && word.hasSuffix("}") && !word.dropFirst().contains("{")
            if isPlaceholder, !placeholders.contains(word) {
                let refusal = Words.refusal(word, of: "run", among: placeholders)
                report("there is no placeholder \(Words.quoted(word))", at: item, hint: refusal.hint)
            }
        }
        guard words.count == items.count else { return nil }
        if !words.contains(where: { $0.contains("{output}") }) {
            report(
                "`run` does not say where the video goes", at: node,
                hint: "pass \"{output}\" to the program: it stands for the path to write")
            return nil
        }
        guard words.reduce(0, { $0 + $1.utf8.count }) <= Self.longestRun, words.count <= 1000 else {
            report(
                "`run` is longer than a command can be", at: node,
                hint: "put what it does into a file of the workspace and run that")
            return nil
        }
        return (words, source.span(of: items[0]))
    }

    /// An argument may be empty and have several lines, as a script in one word has.
    private mutating func argument(_ node: SyntaxNode) -> String? {
        if case .scalar("", let style) = node.content, style != .plain { return "" }
        return text(node, of: "run")
    }

    /// A bare name stays as it is; a path becomes `./path`.
    private mutating func programWord(_ node: SyntaxNode) -> String? {
        guard let word = line(node, of: "run") else { return nil }
        if word.hasPrefix("{") {
            report(
                "`run` begins with \(Words.quoted(word)), which is no program", at: node,
                hint: "begin with the program, as in `run: [./render.sh, \"{output}\"]`")
            return nil
        }
        guard word.contains("/") else { return word }
        return path(node, of: "run").map { "./\($0)" }
    }

    /// An input must not stand where the program finds something else.
    private mutating func checkNames(of inputs: [InputFile]) {
        for input in inputs where input.path == ".aurora" || input.path.hasPrefix(".aurora/") {
            report(
                "\(Words.quoted(input.path)) cannot be an input", at: input.span,
                hint: "name a file outside `.aurora`, which holds what Aurora makes")
        }
    }

    private static func sortedOnce(_ inputs: [InputFile]) -> [InputFile] {
        var seen: Set<PathKey> = []
        return inputs.filter { seen.insert(PathKey($0.path)).inserted }
            .sorted { $0.path.utf8.lexicographicallyPrecedes($1.path.utf8) }
    }

    mutating func list(_ node: SyntaxNode, of name: String, example: String) -> [SyntaxNode]? {
        guard case .sequence(let items) = node.content, !items.isEmpty else {
            let kind = if case .sequence = node.content { "an empty one" } else { node.kindName }
            report("\(Words.quoted(name)) must be a list, not \(kind)", at: node, hint: "write it as in `\(example)`")
            return nil
        }
        return items
    }
}
