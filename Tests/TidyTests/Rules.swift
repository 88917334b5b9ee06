/// The rules, as functions from files to complaints, so that they can be tried on files that break them.
enum Rules {
    static let maximumFileLines = 400
    static let maximumFunctionLines = 70

    /// Imports of this project's targets that the table does not allow.
    static func forbiddenImports(_ files: [SourceText]) -> [String] {
        let ours = Set(allowedImports.keys).union([
            "CAuroraSystem", "CLibcrypto", "CLibgit2", "CLibcurl", "CFFmpeg", "CInference",
        ])
        return files.flatMap { file in
            file.code.compactMap { number, line in
                guard let module = importedModule(line), ours.contains(module), module != file.target else {
                    return nil
                }
                guard let allowed = allowedImports[file.target] else {
                    return "\(file.path):\(number): target \(file.target) is not in the table of imports"
                }
                return allowed.contains(module)
                    ? nil : "\(file.path):\(number): \(file.target) may not import \(module)"
            }
        }
    }

    /// Outside libraries and facilities touched by a target that is not their door.
    static func openedDoors(_ files: [SourceText]) -> [String] {
        files.flatMap { file in
            file.code.flatMap { number, line in
                doors.compactMap { door in
                    guard !door.targets.contains(file.target), door.words.contains(where: line.contains) else {
                        return nil
                    }
                    return "\(file.path):\(number): \(door.name) is for \(door.targets.sorted()) alone"
                }
            }
        }
    }

    /// Files and functions that are too long.
    static func oversized(_ files: [SourceText]) -> [String] {
        files.flatMap { file -> [String] in
            // The last element of a file that ends with a line feed is empty.
            let count = file.lines.last == "" ? file.lines.count - 1 : file.lines.count
            let long = count > maximumFileLines ? ["\(file.path): \(count) lines, at most \(maximumFileLines)"] : []
            return long + longFunctions(file)
        }
    }

    /// What may not be left in the sources: each with its own reason in the style guide.
    static func leftovers(_ files: [SourceText]) -> [String] {
        let words = ["TODO", "FIXME", "try!", "as!", "fatalError(", "public "]
        return files.flatMap { file in
            file.lines.enumerated().flatMap { index, line -> [String] in
                var found = words.filter { line.contains($0) }
                if line.contains("print("), file.target != "aurora-render" { found.append("print(") }
                if line.contains("@unchecked Sendable") || line.contains("nonisolated(unsafe)") {
                    let above = file.lines[max(0, index - 3)...index]
                    if !above.contains(where: { $0.contains("SAFETY:") }) { found.append("unexplained unsafety") }
                }
                return found.map { "\(file.path):\(index + 1): \($0)" }
            }
        }
    }

    private static func importedModule(_ line: String) -> String? {
        let words = line.split(separator: " ")
        guard let position = words.firstIndex(of: "import"), position + 1 < words.count,
            words[..<position].allSatisfy({
                ["package", "internal", "private", "fileprivate", "@testable", "@preconcurrency"].contains($0)
            })
        else { return nil }
        return words[position + 1].split(separator: ".").first.map(String.init)
    }

    /// Functions by their indentation: from `func` to the closing brace in the same column, as the formatter puts it.
    private static func longFunctions(_ file: SourceText) -> [String] {
        var complaints: [String] = []
        for (index, line) in file.lines.enumerated() {
            let body = line.drop { $0 == " " }
            let words = body.split(separator: " ").prefix { !$0.contains("(") || $0.hasPrefix("init") }
            guard words.contains("func") || body.hasPrefix("init") || body.contains(" init(") else { continue }
            if line.hasSuffix("}") { continue }
            let indentation = String(repeating: " ", count: line.count - body.count)
            guard let end = file.lines[(index + 1)...].firstIndex(where: { $0 == indentation + "}" }) else { continue }
            let length = end - index + 1
            if length > maximumFunctionLines {
                complaints.append(
                    "\(file.path):\(index + 1): a function of \(length) lines, at most \(maximumFunctionLines)")
            }
        }
        return complaints
    }
}
