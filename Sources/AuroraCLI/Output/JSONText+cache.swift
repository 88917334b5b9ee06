import AuroraCore
import AuroraSession

extension JSONText {
    static func check(_ check: CacheCheck) -> String {
        let damaged = check.damaged.map { entry in
            line(
                "damaged",
                [
                    "digest": .text(entry.digest.hexadecimal), "quarantine": .text(entry.quarantine),
                    "repairedFrom": entry.repairedFrom.map { .text($0) },
                    "records": .list(entry.records.map { .text($0) }),
                    "costMicroDollars": .integer(entry.cost.microDollars),
                ])
        }
        let results = check.damagedResults.map { line("damaged", ["key": .text($0.description)]) }
        let summary = line(
            "checked",
            [
                "objects": .integer(Int64(check.objectCount)), "read": .integer(Int64(check.checkedCount)),
                "bytes": .integer(check.checkedBytes), "results": .integer(Int64(check.resultCount)),
                "damaged": .integer(Int64(check.damaged.count + check.damagedResults.count)),
            ])
        return damaged.joined() + results.joined() + summary
    }

    static func statistics(_ statistics: CacheStatistics) -> String {
        line(
            "cache",
            [
                "folder": .text(statistics.folder),
                "objects": .integer(Int64(statistics.objects.count)), "objectBytes": .integer(statistics.objects.bytes),
                "results": .integer(Int64(statistics.results.count)), "resultBytes": .integer(statistics.results.bytes),
                "quarantined": .integer(Int64(statistics.quarantined.count)),
                "quarantinedBytes": .integer(statistics.quarantined.bytes),
                "indexBytes": .integer(statistics.indexBytes), "freeBytes": .integer(statistics.freeBytes),
            ])
    }

    static func harvest(_ harvest: CacheHarvest, isTrial: Bool) -> String {
        line(
            "collected",
            [
                "dryRun": .flag(isTrial), "objects": .integer(Int64(harvest.removedObjects)),
                "bytes": .integer(harvest.removedBytes), "results": .integer(Int64(harvest.removedResults)),
                "quarantined": .integer(Int64(harvest.removedQuarantined)),
                "keptObjects": .integer(Int64(harvest.keptObjects)), "keptBytes": .integer(harvest.keptBytes),
                "paidObjects": .integer(Int64(harvest.paidObjects)),
            ])
    }
}
