import AuroraCore
import AuroraSession

/// What the cache commands say to people.
struct CacheText {
    let style: Style

    func text(_ check: CacheCheck) -> String {
        var text = ""
        for entry in check.damaged {
            text += "\(style.bad("damaged")) \(entry.digest.short)"
            if !entry.records.isEmpty { text += "  \(names(entry.records))" }
            text += "\n         moved to \(style.path(PrintableText.sanitized(entry.quarantine)))\n"
            if let output = entry.repairedFrom {
                text += "         repaired from \(style.path(PrintableText.sanitized(output)))\n"
            } else if entry.cost > .zero {
                text += "         it cost \(entry.cost): restore the file from a backup before it is made again\n"
            }
        }
        for key in check.damagedResults { text += "\(style.bad("damaged")) result of \(key.digest.short), removed\n" }
        let scope =
            check.checkedCount == check.objectCount
            ? Wording.count(check.objectCount, "entry", plural: "entries")
            : "\(check.checkedCount) of \(Wording.count(check.objectCount, "entry", plural: "entries"))"
        text += "\(scope) read (\(Amounts.bytes(check.checkedBytes))), "
        text += "\(Wording.count(check.resultCount, "result")): "
        let count = check.damaged.count + check.damagedResults.count
        if count == 0 { return text + style.good("all sound") + "\n" }
        let repaired = check.damaged.count { $0.repairedFrom != nil }
        let rest =
            repaired == count
            ? "check the disk" : "run `aurora build` to make again what is missing, and check the disk"
        return text + "\(style.bad("\(count) damaged"))\(repaired > 0 ? ", \(repaired) repaired" : "")\n"
            + "\(style.hint("hint")): \(rest)\n"
    }

    func text(_ statistics: CacheStatistics) -> String {
        let rows: [(name: String, amount: CacheStatistics.Amount)] = [
            ("stored", statistics.objects), ("results", statistics.results), ("quarantined", statistics.quarantined),
        ]
        var text = "cache in \(style.path(PrintableText.sanitized(statistics.folder)))\n"
        for row in rows where row.amount.count > 0 || row.name != "quarantined" {
            let name = row.name + String(repeating: " ", count: 12 - row.name.count)
            let count = String(row.amount.count)
            text += "  \(name)\(String(repeating: " ", count: max(0, 8 - count.count)))\(count)  "
            text += "\(Amounts.bytes(row.amount.bytes))\n"
        }
        text += "  index                 \(Amounts.bytes(statistics.indexBytes))\n"
        return text + "  free on the disk      \(Amounts.bytes(statistics.freeBytes))\n"
    }

    func text(_ harvest: CacheHarvest, isTrial: Bool) -> String {
        let kept = "\(entries(harvest.keptObjects)) kept (\(Amounts.bytes(harvest.keptBytes)))"
        let paid =
            harvest.paidObjects == 0 ? "" : ", \(harvest.paidObjects) only because of the money they cost"
        guard !harvest.isEmpty else { return "nothing to remove: \(kept)\(paid)\n" }
        var gone = "\(entries(harvest.removedObjects)) (\(Amounts.bytes(harvest.removedBytes)))"
        if harvest.removedResults > 0 { gone += ", \(Wording.count(harvest.removedResults, "result"))" }
        if harvest.removedQuarantined > 0 {
            gone += ", \(Wording.count(harvest.removedQuarantined, "damaged file"))"
        }
        return "\(isTrial ? "would remove" : "removed") \(gone)\n\(kept)\(paid)\n"
    }

    private func entries(_ count: Int) -> String { Wording.count(count, "entry", plural: "entries") }

    /// `records/draft/3f/baker.json` is shown whole: it says profile and scene.
    private func names(_ records: [String]) -> String {
        let shown = records.prefix(3).map { style.path(PrintableText.sanitized($0)) }.joined(separator: ", ")
        return records.count > 3 ? "\(shown) and \(records.count - 3) more" : shown
    }
}
