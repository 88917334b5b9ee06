import AuroraCore
import AuroraSession

/// What `aurora cost` says to people.
struct LedgerText {
    let style: Style

    func text(_ ledger: Ledger, by grouping: Ledger.Grouping?) -> String {
        var text = grouping.map { table(ledger, $0) } ?? ""
        if grouping == nil {
            let paid = ledger.entries.count { $0.output.record.cost != .zero } + ledger.unrecorded.count
            let free = ledger.resultCount - paid
            text += style.strong("\(ledger.total)")
            if paid == 0 {
                text += ": \(Wording.count(free, "result"))\(free == 0 ? "" : free == 1 ? ", free" : ", all free")\n"
            } else {
                let more = free == 0 ? "" : "; \(free) more \(free == 1 ? "was" : "were") free"
                text += " for \(Wording.count(paid, "paid result"))\(more)\n"
            }
        }
        if !ledger.unrecorded.isEmpty {
            text +=
                "\(ledger.unrecordedCost) of it for \(Wording.count(ledger.unrecorded.count, "video")) without a record "
                + "here: `aurora jobs --all` lists them\n"
        }
        if ledger.uncommitted != .zero { text += "\(ledger.uncommitted) of it in records that are not committed yet\n" }
        return text
    }

    private func table(_ ledger: Ledger, _ grouping: Ledger.Grouping) -> String {
        let groups = ledger.groups(by: grouping)
        let costs = Self.aligned(groups.map(\.cost) + [ledger.total])
        let names = groups.map { $0.name.map { PrintableText.sanitized($0) } ?? Self.nameless(grouping) } + ["total"]
        let counts = groups.map(\.resultCount) + [ledger.resultCount]
        let rows =
            [[grouping.rawValue, "results", "cost"]]
            + names.indices.map { [names[$0], String(counts[$0]), costs[$0]] }
        let widths = (0..<3).map { column in rows.map { DisplayWidth.of($0[column]) }.max() ?? 0 }
        return rows.enumerated().map { index, row in
            let name = row[0] + String(repeating: " ", count: widths[0] - DisplayWidth.of(row[0]))
            let numbers = (1..<3).map { column in
                String(repeating: " ", count: widths[column] - DisplayWidth.of(row[column])) + row[column]
            }
            let line = ([name] + numbers).joined(separator: "  ")
            return (index == 0 || index == rows.count - 1 ? style.strong(line) : line) + "\n"
        }.joined()
    }

    /// What belongs to nothing.
    private static func nameless(_ grouping: Ledger.Grouping) -> String {
        grouping == .month ? "(not committed)" : "(no \(grouping.rawValue))"
    }

    /// The amounts with one number of decimals, so that the points stand below each other.
    private static func aligned(_ costs: [Cost]) -> [String] {
        let texts = costs.map(\.description)
        func decimals(_ text: String) -> Int { text.split(separator: ".").last?.count ?? 0 }
        let most = texts.map(decimals).max() ?? 0
        return texts.map { $0 + String(repeating: "0", count: most - decimals($0)) }
    }
}
