import AuroraCore
import AuroraFiles
import AuroraTesting
import Synchronization
import Testing

@testable import AuroraNet

@Suite struct ResultDownloaderTests {
    private let folder: TemporaryFolder
    private let server: RawServer

    init() throws {
        folder = try TemporaryFolder()
        server = try RawServer(.http)
    }

    private func get(_ steps: String, _ change: (inout DownloadLimits) -> Void = { _ in }) async throws
        -> DownloadedResult
    {
        var limits = DownloadLimits()
        // A busy machine lets a server wait, and a test with it.
        (limits.connectSeconds, limits.stallSeconds) = (60, 60)
        change(&limits)
        let start = ContinuousClock.now
        // Waits take no time here.
        let time = RetryTime(
            now: { ContinuousClock.now - start }, sleep: { _ in try Task.checkCancellation() }, chance: { 1 })
        let downloader = ResultDownloader(ResultRules(reach: .thisMachineToo), time: time, now: { 0 })
        return try await downloader.get(url: server.url("steps/\(steps)"), to: folder.path("video"), limits: limits) {
            _, _ in
        }
    }

    /// What each of these steps leads to: the same video, having asked for these parts.
    @Test(arguments: [
        ("whole", [""]), ("unknown", [""]), ("cut1000/whole", ["", "bytes=1000-"]),
        ("cut1000/cut500/part700/stall2/whole", ["", "bytes=1000-", "bytes=1500-", "bytes=2200-", "bytes=2202-"]),
        // What cannot be told from another version is begun anew, and so is what the server did not go on with.
        ("bare1000/whole", ["", ""]), ("weak1000/whole", ["", ""]), ("cut1000/ignore", ["", "bytes=1000-"]),
        ("cut1000/shifted/whole", ["", "bytes=1000-", ""]), ("cut1000/longer/whole", ["", "bytes=1000-", ""]),
        ("cut1000/status503/whole", ["", "bytes=1000-", "bytes=1000-"]), ("status429/status500/whole", ["", "", ""]),
        ("cut0/whole", ["", ""]), ("cut3/whole", ["", "bytes=3-"]), ("redirect/whole", ["", ""]),
        ("redirect/cut1000/whole", ["", "", "bytes=1000-", "bytes=2000-"]),
        ("cut200011/whole", ["", "bytes=200011-"]),
    ])
    func aCutIsGoneOnWith(_ row: (steps: String, ranges: [String])) async throws {
        let result = try await get(row.steps) { if row.steps.contains("stall") { $0.stallSeconds = 1 } }
        #expect(result == DownloadedResult(bytes: 200_012, contentType: "video/mp4"))
        #expect(try Files.read(folder.path("video")) == server.video())
        #expect(try server.counts().ranges == row.ranges)
    }

    @Test func anotherVersionTakesThePlaceOfTheFirst() async throws {
        _ = try await get("cut1000/other")
        let video = try server.video()
        #expect(try Files.read(folder.path("video")) == video[..<8] + video[8...].reversed())
        #expect(try server.counts().ranges == ["", "bytes=1000-"])
    }

    @Test(arguments: [
        ("status403", DownloadFailure.gone(403)), ("status404", .gone(404)), ("status410", .gone(410)),
        ("cut1000/status404", .gone(404)), ("status400", .status(400)), ("status401", .status(401)),
        ("status500", .status(500)), ("status503", .status(503)), ("cut1000/status503", .status(503)),
        ("html", .notMedia("it is no video but `text/html; charset=utf-8`")),
        ("json", .notMedia("it is no video but `application/json`")),
        ("page", .notMedia("it is no video but `video/mp4`")),
        ("tiny0", .notMedia("it has 0 bytes")), ("tiny7", .notMedia("it has 7 bytes")),
        ("redirect/redirect/redirect/redirect/whole", .refused("it leads on more than 3 times")),
    ])
    func whatIsNoVideoIsNotThere(_ row: (steps: String, failure: DownloadFailure)) async throws {
        await #expect(throws: row.failure) { try await get(row.steps) }
        #expect(try FileFacts.of(folder.path("video")) == nil)
    }

    @Test func itIsCutSoOftenAndNoMore() async throws {
        let error = await #expect(throws: DownloadFailure.self) { try await get("cut10") }
        if case .cut = error {} else { Issue.record("\(String(describing: error))") }
        #expect(try server.counts().ranges == ["", "bytes=10-", "bytes=20-", "bytes=30-", "bytes=40-", "bytes=50-"])
        let late = await #expect(throws: DownloadFailure.self) {
            try await get("stall10") { ($0.totalSeconds, $0.resumes) = (1, 0) }
        }
        if case .cut = late {} else { Issue.record("\(String(describing: late))") }
        #expect(try FileFacts.of(folder.path("video")) == nil)
    }

    @Test func tooMuchIsNotTakenThoughNobodySaysHowMuchItIs() async throws {
        for steps in ["whole", "unknown"] {
            await #expect(throws: DownloadFailure.tooLarge(200_011)) { try await get(steps) { $0.bytes = 200_011 } }
        }
        _ = try await get("whole/whole") { $0.bytes = 200_012 }
    }

    @Test func whatCannotBeWrittenIsSaid() async throws {
        try folder.write("here", to: "video")
        await #expect(throws: DownloadFailure.unwritable("file exists")) { try await get("whole") }
        #expect(try folder.text(of: "video") == "here")
    }

    @Test func anInterruptEndsIt() async throws {
        let task = Task { try await get("stall10") { ($0.stallSeconds, $0.totalSeconds) = (3600, 3600) } }
        #expect(try await Patience.until { try server.counts().ranges.count == 1 })
        task.cancel()
        await #expect(throws: DownloadFailure.cancelled) { try await task.value }
        #expect(try FileFacts.of(folder.path("video")) == nil)
    }

    @Test func progressIsToldOverCuts() async throws {
        let told = Mutex<[(Int64, Int64?)]>([])
        let time = RetryTime(now: { .zero }, sleep: { _ in }, chance: { 0 })
        let downloader = ResultDownloader(ResultRules(reach: .thisMachineToo), time: time, now: { 0 })
        _ = try await downloader.get(
            url: server.url("steps/cut1000/whole"), to: folder.path("video"), limits: DownloadLimits()
        ) { bytes, total in told.withLock { $0.append((bytes, total)) } }
        let all = told.withLock { $0 }
        #expect(all.allSatisfy { $0.1 == 200_012 })
        #expect(all.map(\.0) == all.map(\.0).sorted())
        #expect(all.last?.0 == 200_012)
    }
}
