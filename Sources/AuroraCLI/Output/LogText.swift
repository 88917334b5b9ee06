import AuroraCore
import AuroraSession

/// What `aurora log` says to people.
struct LogText {
    let style: Style
    /// Characters in a line.
    let columns: Int
    /// Whether to tell everything about each output, or only their names.
    let isDetailed: Bool

    func text(_ log: HistoryLog) -> String {
        let profiles = Set(log.entries.flatMap { $0.changes.map(\.output.profile) + $0.pins.map(\.pin.profile) })
        let changes = OutputChangeText(style: style, namesProfile: profiles.count > 1, namesKeys: true)
        return log.entries.map { entry in
            let told = isDetailed ? details(entry, changes) : names(entry, changes)
            return heading(entry) + told + pins(entry, namesProfile: profiles.count > 1)
        }.joined(separator: "\n")
    }

    private func heading(_ entry: HistoryLog.Entry) -> String {
        var line = "\(style.warning(entry.commit.short))  \(entry.time.date) \(entry.time.clock)"
        line += "  \(PrintableText.sanitized(entry.author.name))"
        if entry.cost != .zero { line += "  \(style.strong("\(entry.cost)"))" }
        if !entry.tags.isEmpty {
            line += "  \(style.good("(" + entry.tags.map(PrintableText.sanitized).joined(separator: ", ") + ")"))"
        }
        return "\(line)\n  \(DisplayWidth.cut(PrintableText.sanitized(entry.subject), to: columns - 2))\n"
    }

    private func details(_ entry: HistoryLog.Entry, _ text: OutputChangeText) -> String {
        entry.changes.map { change in
            text.block(change).split(separator: "\n").map { "    \($0)\n" }.joined()
        }.joined()
    }

    /// The same of what it did about pins. Which result an output stays is told with the details.
    private func pins(_ entry: HistoryLog.Entry, namesProfile: Bool) -> String {
        [PinEvent.Kind.pinned, .moved, .unpinned].map { kind in
            let pins = entry.pins.filter { $0.kind == kind }.map(\.pin)
            if pins.isEmpty { return "" }
            let word = kind == .unpinned ? "unpinned" : kind == .pinned ? "pinned" : "pinned anew"
            let names = pins.map { pin in
                let name = PrintableText.sanitized(namesProfile ? "\(pin.profile)/\(pin.name)" : pin.name)
                guard isDetailed, kind != .unpinned, let digest = pin.digest else { return name }
                return "\(name) to result \(digest.short)"
            }
            if isDetailed { return names.map { "    \(style.warning(word)) \($0)\n" }.joined() }
            let padding = String(repeating: " ", count: max(1, 10 - word.count))
            return "    \(style.warning(word))\(padding)\(fitting(names, columns - 14))\n"
        }.joined()
    }

    /// A line a kind of change, with as many names as fit.
    private func names(_ entry: HistoryLog.Entry, _ text: OutputChangeText) -> String {
        var kinds: [(verb: String, word: String, names: [String])] = []
        for change in entry.changes {
            let plain = change.verb
            var name = text.name(change.output)
            if case .renamed(let old) = change.kind { name = "\(PrintableText.sanitized(old)) → \(name)" }
            if let index = kinds.firstIndex(where: { $0.word == plain }) {
                kinds[index].names.append(name)
            } else {
                kinds.append((text.verb(change), plain, [name]))
            }
        }
        return kinds.map { kind in
            let padding = String(repeating: " ", count: max(1, 10 - kind.word.count))
            return "    \(kind.verb)\(padding)\(fitting(kind.names, columns - 14))\n"
        }.joined()
    }

    /// `a, b, c and 12 more`, within so many cells.
    private func fitting(_ names: [String], _ width: Int) -> String {
        var shown: [String] = []
        var used = 0
        for (index, name) in names.enumerated() {
            let rest = names.count - index - 1
            let ending = rest == 0 ? 0 : " and \(rest) more".count
            let needed = DisplayWidth.of(name) + (index == 0 ? 0 : 2)
            if index > 0 && used + needed + ending > width { break }
            used += needed
            shown.append(name)
        }
        let left = names.count - shown.count
        let text = shown.joined(separator: ", ")
        return left == 0 ? text : "\(text) and \(left) more"
    }
}
