import AuroraCore
import AuroraFiles
import AuroraTesting
import Foundation
import Testing

@testable import AuroraNet

/// Everything that can go wrong between a client and a service, as the client sees it, and what was charged. The table in
/// `Golden/faults.txt` is made by this test.
@Suite struct ServiceFaultTests {
    private let folder: TemporaryFolder
    private let service: ScriptedService

    init() throws {
        folder = try TemporaryFolder()
        // Sounds of two seconds; done when first asked about.
        service = try ScriptedService(in: folder, options: ["seconds": ["default": 2], "polls": 0])
    }

    private typealias Trouble = ServiceFault.Trouble

    private static let statuses: [Trouble] =
        [400, 401, 402, 403, 404, 408, 429, 500, 502, 503, 504].map { .status($0) } + [
            .status(429, retryAfter: "7"), .status(502, .html), .status(503, .empty), .status(401, .legacy),
        ]
    private static let breaks: [Trouble] = [
        .reset, .close, .stall, .garbage, .half, .malformed, .emptyData, .wrongTask,
    ]

    @Test func whatTheClientSees() async throws {
        var lines: [String] = []
        for moment in ServiceFault.Moment.allCases {
            for trouble in Self.statuses + Self.breaks {
                lines.append(try await line(.submit, trouble, moment))
            }
        }
        for trouble in [Trouble.reset, .stall, .garbage] { lines.append(try await line(.connect, trouble, .before)) }
        lines.append(try await line(.submit, .late(requests: 1), .before))
        for telling in ServiceFault.Telling.allCases { lines.append(try await line(.submit, .fail(telling), .before)) }
        for trouble in [Trouble.costTimes(100), .costs(-0.07), .costsUnsaid, .seconds(7)] {
            lines.append(try await line(.submit, trouble, .before))
        }
        for target in [ServiceFault.Target.poll, .details] {
            for trouble in Self.breaks + [.status(404), .status(503), .forget] {
                lines.append(try await line(target, trouble, .before))
            }
        }
        #expect(try Golden.difference(lines.map { "\($0)\n" }.joined(), from: "faults.txt") == nil)
    }

    @Test func whatADownloadBrings() async throws {
        var lines: [String] = []
        let size = try #require(try await downloaded(nil).split(separator: " ").first.flatMap { Int($0) })
        let troubles: [Trouble] =
            Self.statuses + [
                .reset, .close, .stall, .garbage, .truncate(0), .truncate(1000), .stallBody(1000), .noRange, .html,
                .json,
                .otherVideo(seconds: 6), .oversize(1 << 20),
            ]
        for trouble in troubles {
            for times in [1, 100] {
                let stall = "\(trouble)".hasPrefix("stall") ? 1 : 60
                let found = try await downloaded(ServiceFault(.download, trouble, times: times), stall: stall)
                let told = found.replacing("\(size) bytes", with: "the video")
                lines.append("download | \(trouble) | \(times == 1 ? "once" : "always") | \(told)")
            }
        }
        for status in [403, 404, 410] {
            let url = try await result()
            try service.expireURLs(with: status)
            lines.append("download | URL expired, \(status) | always | \(try await downloaded(nil, url))")
        }
        #expect(try Golden.difference(lines.map { "\($0)\n" }.joined(), from: "downloads.txt") == nil)
    }

    // Submitting, asking

    /// One fault, what came of the request that it was for and of the next question, and how often it was charged.
    private func line(_ target: ServiceFault.Target, _ trouble: Trouble, _ moment: ServiceFault.Moment) async throws
        -> String
    {
        let task = UUID().uuidString.lowercased()
        let before = try service.charges().count
        try service.script(ServiceFault(target, trouble, moment))
        let stall = "\(trouble)" == "stall" ? 1 : 60
        let submitted = await told(submission(task), task, stall: stall)
        let asked = await told(
            question(target == .details ? "getTaskDetails" : "getResponse", task), task, stall: stall)
        let charges = try service.charges().dropFirst(before).map { "\($0.microDollars)" }
        try service.clearScript()
        return [
            "\(target)", "\(trouble)", "\(moment)", submitted, asked,
            charges.isEmpty ? "nothing charged" : "charged " + charges.joined(separator: ", "),
        ].joined(separator: " | ")
    }

    private func submission(_ task: String) -> String {
        """
        [{"taskType":"videoInference","taskUUID":"\(task)","model":"creatify:aurora@fast","includeCost":true,
          "inputs":{"image":"https://example.com/a.jpg","audio":"https://example.com/a.mp3"}}]
        """
    }

    private func question(_ kind: String, _ task: String) -> String {
        #"[{"taskType":"\#(kind)","taskUUID":"\#(task)"}]"#
    }

    private func send(_ body: String, stall: Int = 60) async throws(HTTPFailure) -> HTTPAnswer {
        let limits = HTTPLimits(connectSeconds: 60, totalSeconds: 60, stallSeconds: stall)
        return try await CurlTransport(now: { 0 }).send(
            HTTPRequest(
                .post, service.url, bearer: Secret(ScriptedService.key), body: .bytes(Array(body.utf8)), limits: limits)
        )
    }

    /// An answer in a few words, without what is another each time.
    private func told(_ body: String, _ task: String, stall: Int) async -> String {
        let answer: HTTPAnswer
        do throws(HTTPFailure) { answer = try await send(body, stall: stall) } catch {
            switch error {
            case .notSent: return "not sent"
            case .unknown: return "unknown"
            case .answerTooLarge, .cancelled: return "\(error)"
            }
        }
        let after = answer.retryAfterSeconds.map { ", again after \($0) s" } ?? ""
        guard let body = try? JSONSerialization.jsonObject(with: Data(answer.body)) as? [String: Any] else {
            return "\(answer.status)\(after) no JSON"
        }
        var words: [String] = []
        for item in body["data"] as? [[String: Any]] ?? [] {
            let cost = (item["cost"] as? Double).map { " for \($0)" } ?? ""
            let other = item["taskUUID"] as? String == task ? "" : " of another task"
            let kind =
                item["status"] as? String ?? (item["taskType"] as? String == "getTaskDetails" ? "details" : "accepted")
            words.append(kind + cost + other)
        }
        for error in body["errors"] as? [[String: Any]] ?? [] { words.append(error["code"] as? String ?? "?") }
        if body["error"] != nil { words.append("legacy error") }
        return "\(answer.status)\(after) \(words.isEmpty ? "nothing" : words.joined(separator: ", "))"
    }

    // Downloads

    /// The URL of a finished video.
    private func result() async throws -> String {
        let task = UUID().uuidString.lowercased()
        _ = try await send(submission(task))
        let answer = try await send(question("getResponse", task))
        let body = try JSONSerialization.jsonObject(with: Data(answer.body)) as? [String: Any]
        return try #require((body?["data"] as? [[String: Any]])?.first?["videoURL"] as? String)
    }

    private func downloaded(_ fault: ServiceFault?, _ url: String? = nil, stall: Int = 60) async throws -> String {
        let address = if let url { url } else { try await result() }
        if let fault { try service.script(fault) }
        defer { try? Files.remove(folder.path("video")) }
        var limits = DownloadLimits()
        (limits.bytes, limits.stallSeconds, limits.resumes) = (1 << 19, stall, 2)
        let time = RetryTime(now: { .zero }, sleep: { _ in }, chance: { 0 })
        let downloader = ResultDownloader(ResultRules(service: service.url), time: time, now: { 0 })
        let told: String
        do {
            let found = try await downloader.get(
                url: address, to: folder.path("video"), limits: limits, progress: { _, _ in })
            #expect(try Files.read(folder.path("video")).count == Int(found.bytes))
            told = "\(found.bytes) bytes"
        } catch DownloadFailure.cut { told = "cut" } catch { told = "\(error)" }
        try service.clearScript()
        return told
    }
}
