import AuroraCore
import AuroraTesting
import Testing

@testable import AuroraCLI
@testable import AuroraSession

@Suite struct CacheTextTests {
    private let text = CacheText(style: Style(isColoured: false))

    @Test func everyStateOfACache() throws {
        let states: [(String, CacheCheck)] = [
            ("empty", Samples.check(objects: 0, bytes: 0)), ("sound", Samples.check(objects: 1200, bytes: 987_654_321)),
            ("sampled", Samples.check(objects: 1200, read: 60, bytes: 45_000_000)),
            ("damaged", Samples.check(objects: 12, bytes: 4200, damaged: Samples.damaged, results: 1)),
        ]
        let all = states.map { "# \($0.0)\n\(text.text($0.1))" }.joined(separator: "\n")
        #expect(try Golden.difference(all, from: "cache-verify.txt") == nil)
    }

    @Test func everyEndOfACollection() throws {
        var nothing = CacheHarvest()
        nothing.keptObjects = 12
        nothing.keptBytes = 4_200_000
        var all = Samples.harvest
        all.removedQuarantined = 2
        let texts = [
            text.text(nothing, isTrial: false), text.text(Samples.harvest, isTrial: true),
            text.text(all, isTrial: false),
        ]
        #expect(try Golden.difference(texts.joined(separator: "\n"), from: "gc.txt") == nil)
    }

    @Test func statisticsAlign() throws {
        let full = text.text(Samples.statistics(quarantined: 3))
        let sound = text.text(Samples.statistics(quarantined: 0))
        #expect(try Golden.difference(full + "\n" + sound, from: "cache-stats.txt") == nil)
    }

    @Test(
        arguments: [
            (0, "0 bytes"), (1, "1 byte"), (999, "999 bytes"), (1000, "1.0 kB"), (999_949, "999.9 kB"),
            (999_960, "1.0 MB"), (1_300_000_000, "1.3 GB"), (5_000_000_000_000_000, "5000.0 TB"),
        ] as [(Int64, String)])
    func sizesReadWell(_ bytes: Int64, _ text: String) { #expect(Amounts.bytes(bytes) == text) }

    @Test(arguments: ["5", "0%", "-1%", "101%", "x%", "%"]) func whatIsNoPartIsRefused(_ text: String) {
        #expect(Percentage(argument: text) == nil)
    }

    @Test func aPartIsUnderstood() { #expect(Percentage(argument: "2.5%")?.fraction == 0.025) }
}

extension Samples {
    static let still = ScenePreview(path: "out/.preview/a.jpg", width: 720, height: 720, durationMilliseconds: nil)
    static let clip = ScenePreview(path: "out/.preview/a.mp4", width: 720, height: 720, durationMilliseconds: 3000)

    static let damaged = [
        CacheCheck.DamagedEntry(
            digest: Digest(hashing: "a"), quarantine: "/work/.aurora/quarantine/a",
            records: ["records/draft/3f/baker.json", "records/final/3f/baker.json"], cost: Cost(microDollars: 980_000),
            repairedFrom: nil),
        CacheCheck.DamagedEntry(
            digest: Digest(hashing: "b"), quarantine: "/work/.aurora/quarantine/b", records: [], cost: .zero,
            repairedFrom: "out/draft/baker.mp4"),
    ]

    static let harvest: CacheHarvest = {
        var harvest = CacheHarvest()
        harvest.removedObjects = 310
        harvest.removedBytes = 1_300_000_000
        harvest.removedResults = 308
        harvest.keptObjects = 1
        harvest.keptBytes = 5_100_000
        harvest.paidObjects = 1
        return harvest
    }()

    static func check(
        objects: Int, read: Int? = nil, bytes: Int64, damaged: [CacheCheck.DamagedEntry] = [], results: Int = 0
    ) -> CacheCheck {
        CacheCheck(
            objectCount: objects, checkedCount: read ?? objects, checkedBytes: bytes, damaged: damaged,
            resultCount: objects, damagedResults: (0..<results).map { ActionKey(Digest(hashing: "key \($0)")) })
    }

    static func statistics(quarantined: Int) -> CacheStatistics {
        CacheStatistics(
            folder: "/work/.aurora", objects: CacheStatistics.Amount(count: 1234, bytes: 5_600_000_000),
            results: CacheStatistics.Amount(count: 98_765, bytes: 49_000_000),
            quarantined: CacheStatistics.Amount(count: quarantined, bytes: Int64(quarantined) * 1000),
            indexBytes: 31_000_000, freeBytes: 73_000_000_000)
    }
}
