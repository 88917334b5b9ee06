import AuroraCore
import AuroraFiles
import AuroraHosted
import AuroraNet
import AuroraTesting
import AuroraWorkspace
import Synchronization
import Testing

/// What comes of everything that a service can answer at each step, with the real client, transport and journal.
struct ServiceTableTests {
    private static let statuses = [400, 401, 402, 403, 404, 408, 429, 500, 502, 503, 504]

    /// A row of the table.
    private struct Row {
        let name: String
        let fault: ServiceFault
    }

    private static func rows(_ target: ServiceFault.Target, times: Int) -> [Row] {
        let statuses = Self.statuses.map { Row(name: "\($0)", fault: ServiceFault(target, .status($0), times: times)) }
        let pages = [Row(name: "502, a page", fault: ServiceFault(target, .status(502, .html), times: times))]
        let common = [
            Row(name: "connection reset before", fault: ServiceFault(target, .reset, times: times))
        ]
        let answers = [
            Row(name: "half an answer", fault: ServiceFault(target, .half, .after, times: times)),
            Row(name: "connection reset after", fault: ServiceFault(target, .reset, .after, times: times)),
            Row(name: "malformed JSON", fault: ServiceFault(target, .malformed, .after, times: times)),
            Row(name: "empty data", fault: ServiceFault(target, .emptyData, .after, times: times)),
            Row(name: "another task's UUID", fault: ServiceFault(target, .wrongTask, .after, times: times)),
            Row(name: "503 after it was taken", fault: ServiceFault(target, .status(503), .after, times: times)),
        ]
        let downloads = [
            Row(name: "a page", fault: ServiceFault(target, .html, times: times)),
            Row(name: "JSON", fault: ServiceFault(target, .json, times: times)),
            Row(name: "truncated", fault: ServiceFault(target, .truncate(100), times: times)),
            Row(name: "stalled", fault: ServiceFault(target, .stallBody(100), times: times)),
            Row(name: "expired URL", fault: ServiceFault(target, .status(410), times: times)),
        ]
        return statuses + pages + common + (target == .download ? downloads : answers)
    }

    /// Each trouble once, and again for as long as it takes; after it the service is well, and the build is run again.
    @Test(arguments: [ServiceFault.Target.submit, .poll, .download])
    func everyAnswerHasItsReaction(target: ServiceFault.Target) async throws {
        var lines: [String] = []
        let folder = try TemporaryFolder()
        let service = try ScriptedService(in: folder, options: ["polls": 0, "seconds": ["default": 2]])
        for (once, always) in zip(Self.rows(target, times: 1), Self.rows(target, times: 1000)) {
            for (row, frequency) in [(once, "once"), (always, "always")] {
                let before = try service.charges().count
                let bench = try TaskBench("\(row.name), \(frequency)", service, folder)
                try bench.service.script(row.fault)
                let first = await bench.end()
                try bench.service.clearScript()
                let second = await bench.end()
                let charges = try service.charges().count - before
                #expect(charges <= 1, "\(row.name)")
                #expect(second.isDone || first.isFinal, "\(row.name): it goes on, or a person is asked: \(second)")
                lines.append(
                    "\(target.rawValue) | \(row.name) | \(frequency) | \(first) | \(second) | \(charges)")
            }
        }
        let head = "step | trouble | how often | first build | next build | charges"
        let table = ([head] + lines).map { $0 + "\n" }.joined()
        #expect(try Golden.difference(table, from: "service-\(target.rawValue).txt") == nil)
    }
}

/// One request of one scene, to be obtained again and again.
private final class TaskBench {
    let service: ScriptedService
    private let folder: TemporaryFolder
    private let prompt: String
    private let journal: DiskJobJournal
    private let clock = CountedClock()

    init(_ prompt: String, _ service: ScriptedService, _ folder: TemporaryFolder) throws {
        self.prompt = prompt
        self.service = service
        self.folder = folder
        journal = try DiskJobJournal(folder.path("state/jobs.sqlite"))
    }

    /// How a build ended.
    enum End: CustomStringConvertible {
        case done
        case failed(String, isFinal: Bool)

        var isDone: Bool { if case .done = self { true } else { false } }
        var isFinal: Bool { if case .failed(_, true) = self { true } else { false } }

        var description: String {
            switch self {
            case .done: "done"
            case .failed(let words, _): words
            }
        }
    }

    func end() async -> End {
        do {
            let job = try await tasks.obtain(wish)
            return job.charged == job.order.estimate ? .done : .failed("done, for another price", isFinal: false)
        } catch let error as PaidTaskError {
            switch error {
            case .rejected: return .failed("rejected", isFinal: true)
            case .stopped: return .failed("stops the build", isFinal: false)
            case .notTaken: return .failed("not taken", isFinal: false)
            case .failed: return .failed("failed", isFinal: true)
            case .flagged: return .failed("flagged", isFinal: true)
            case .undecided: return .failed("undecided", isFinal: true)
            case .stillOpen: return .failed("goes on later", isFinal: false)
            case .nothingPaid: return .failed("not approved", isFinal: false)
            }
        } catch let error as DownloadFailure { return .failed("fetched later (\(error.kind))", isFinal: false) } catch {
            return .failed("\(error)", isFinal: false)
        }
    }

    private var tasks: PaidTasks {
        let transport = CurlTransport(now: { 0 })
        let client = HostedClient(
            url: service.url, key: Secret(ScriptedService.key), transport: transport, patient: transport)
        var policy = PaidPolicy()
        policy.shortestPause = 1
        policy.longestPause = 1
        policy.waitLimit = 20
        policy.tries = 3
        return PaidTasks(journal: journal, service: client, clock: clock, policy: policy)
    }

    private var wish: PaidTasks.Wish {
        let request = GenerationRequest(
            model: "creatify:aurora@fast", prompt: prompt, cfgScaleHundredths: 100, format: .mp4, quality: 95,
            safety: .none, image: Digest(hashing: "image"), audio: Digest(hashing: "audio"), take: 1)
        let cost = Cost(microDollars: 140_000)
        let order = JobOrder(
            provider: "runware", request: request.key, action: ActionKey(Digest(hashing: "action")),
            workspace: folder.path, name: "baker", scene: "baker", campaign: nil, build: "build", model: request.model,
            milliseconds: 2000, estimate: cost, reservation: cost)
        let downloads = ResultDownloader(ResultRules(service: service.url), time: .impatient, now: { 0 })
        let video = folder.path("video.mp4")
        return PaidTasks.Wish(
            order: order, team: TeamKey(fromAPIKey: Secret(ScriptedService.key)), caps: [],
            prepare: { id in
                request.task(
                    id, Delivery(image: "https://example.com/a.png", audio: "https://example.com/a.mp3"))
            },
            deliver: { _, result in
                var limits = DownloadLimits()
                // The service sends its clip at once, or stops for good.
                limits.stallSeconds = 1
                do throws(DownloadFailure) {
                    _ = try await downloads.get(url: result.videoURL, to: video, limits: limits) { _, _ in }
                } catch {
                    if case .gone = error { throw DeliveryGone() }
                    throw error
                }
                let bytes = try Files.read(video)
                try Files.remove(video)
                return Artifact(digest: Digest(hashing: bytes), bytes: Int64(bytes.count))
            })
    }
}

/// Time that passes only while it is waited for, at once: however busy the machine is, the same is done.
private final class CountedClock: JobClock {
    private let time = Mutex<Int64>(1_000_000)

    func now() -> Int64 { time.withLock { $0 } }
    func sleep(_ milliseconds: Int64) async throws { time.withLock { $0 += milliseconds } }
}

extension RetryTime {
    /// Waits for nothing.
    fileprivate static var impatient: RetryTime {
        let start = ContinuousClock.now
        return RetryTime(now: { ContinuousClock.now - start }, sleep: { _ in }, chance: { 0 })
    }
}

extension DownloadFailure {
    fileprivate var kind: String {
        switch self {
        case .gone: "gone"
        case .status: "status"
        case .cut: "cut"
        case .tooLarge: "too large"
        case .notMedia: "no video"
        case .unwritable: "unwritable"
        case .refused: "refused"
        case .cancelled: "cancelled"
        }
    }
}
