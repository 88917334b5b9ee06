import AuroraCore
import AuroraFiles
import AuroraTesting
import Foundation
import Testing

@testable import AuroraNet

/// The service that tests of paid builds stand on, by plain requests: what it says has to be what the contract says.
@Suite struct ScriptedServiceTests {
    private let folder: TemporaryFolder
    private let service: ScriptedService
    private static let task = "0d8ba56d-0201-4246-b62c-b80fcd78789a"

    init() throws {
        folder = try TemporaryFolder()
        service = try ScriptedService(
            in: folder, options: ["seconds": ["default": 14, "https://example.com/b.mp3": 11.04]])
    }

    private struct Reply: Decodable {
        struct Item: Decodable {
            let taskType: String?
            let taskUUID: String?
            let status: String?
            let videoUUID: String?
            let videoURL: String?
            let cost: Double?
            let seed: Int?
            let mediaUUID: String?
            let NSFWContent: Bool?
            let code: String?
            let parameter: String?
            let error: Failure?
            let request: [[String: Anything]]?
        }
        struct Failure: Decodable { let code: String }
        struct Anything: Decodable { init(from decoder: any Decoder) {} }
        let data: [Item]?
        let errors: [Item]?
    }

    private func answer(_ body: String, key: String? = ScriptedService.key) async throws -> HTTPAnswer {
        let transport = CurlTransport(now: { 0 })
        return try await transport.send(
            HTTPRequest(
                .post, service.url, headers: [("Content-Type", "application/json")], bearer: key.map { Secret($0) },
                body: .bytes(Array(body.utf8))))
    }

    private func ask(_ body: String, key: String? = ScriptedService.key) async throws -> (status: Int, reply: Reply) {
        let answer = try await answer(body, key: key)
        return (answer.status, try JSONDecoder().decode(Reply.self, from: Data(answer.body)))
    }

    private func submission(_ task: String = Self.task, _ more: String = "") -> String {
        """
        [{"taskType":"videoInference","taskUUID":"\(task)","model":"creatify:aurora@fast","positivePrompt":"A baker speaks",
          "inputs":{"image":"https://example.com/a.jpg","audio":"https://example.com/a.mp3"}\(more)}]
        """
    }

    private func question(_ kind: String = "getResponse", _ task: String = Self.task) -> String {
        #"[{"taskType":"\#(kind)","taskUUID":"\#(task)"}]"#
    }

    private func download(_ url: String, to name: String = "video") async throws(DownloadFailure) -> DownloadedResult {
        let time = RetryTime(now: { .zero }, sleep: { _ in }, chance: { 0 })
        return try await ResultDownloader(ResultRules(service: service.url), time: time, now: { 0 })
            .get(url: url, to: folder.path(name), limits: DownloadLimits(), progress: { _, _ in })
    }

    @Test func theWholeExchange() async throws {
        let accepted = try await ask(submission(Self.task, #","includeCost":true"#))
        #expect(accepted.status == 200)
        #expect(accepted.reply.errors == nil && accepted.reply.data?.count == 1)
        #expect(accepted.reply.data?[0].taskUUID == Self.task && accepted.reply.data?[0].status == nil)
        let early = try await ask(question())
        #expect(early.reply.data?.map(\.status) == ["processing"])
        #expect(early.reply.data?[0].videoURL == nil)
        let late = try #require(try await ask(question()).reply.data?.first)
        #expect(late.status == "success" && late.taskType == "videoInference" && late.taskUUID == Self.task)
        #expect(late.cost == 0.98 && late.seed != nil && late.NSFWContent == nil)
        let url = try #require(late.videoURL)
        #expect(url.hasSuffix("/\(try #require(late.videoUUID)).mp4"))
        let result = try await download(url)
        #expect(result.contentType == "video/mp4")
        #expect(try Files.read(folder.path("video")).count == Int(result.bytes))
        let charge = try #require(try service.charges().first)
        #expect(charge.taskUUID == Self.task && charge.account == "test" && charge.results == 1)
        #expect(charge.microDollars == 980_000 && charge.seconds == 14)
    }

    @Test func aNameIsTakenOnceThoughTheServiceIsKilled() async throws {
        #expect(try await ask(submission()).status == 200)
        service.kill()
        try service.restart()
        let again = try await ask(submission())
        #expect(again.status == 400)
        #expect(again.reply.errors?.first?.code == "conflictTaskUUID")
        #expect(again.reply.data == nil)
        let details = try await ask(question("getTaskDetails"))
        #expect(details.reply.data?.first?.taskType == "getTaskDetails")
        #expect(details.reply.data?.first?.request?.count == 1)
        #expect(try service.charges().count == 1)
        try service.set(["dedupes": false])
        #expect(try await ask(submission()).status == 200)
        #expect(try service.charges().count == 2)
    }

    @Test func severalResultsAreSeveralItems() async throws {
        _ = try await ask(submission(Self.task, #","numberResults":3,"includeCost":true,"outputFormat":"WEBM""#))
        _ = try await ask(question())
        let items = try #require(try await ask(question()).reply.data)
        #expect(items.count == 3 && Set(items.map(\.videoUUID)).count == 3)
        #expect(items.allSatisfy { $0.cost == 0.98 })
        #expect(try service.charges().map(\.microDollars) == [2_940_000])
        #expect(try await download(try #require(items[2].videoURL)).contentType == "video/webm")
    }

    @Test func whatIsUploadedIsKnownByItsName() async throws {
        let media = try folder.write([UInt8](repeating: 7, count: 100_000), to: "media")
        let transport = CurlTransport(now: { 0 })
        let head =
            #"[{"taskType":"mediaStorage","taskUUID":"\#(Self.task)","operation":"upload","media":"data:image/png;base64,"#
        let answer = try await transport.send(
            HTTPRequest(
                .post, service.url, bearer: Secret(ScriptedService.key),
                body: .base64(before: Array(head.utf8), file: media, after: Array(#""}]"#.utf8))))
        let name = try #require(try JSONDecoder().decode(Reply.self, from: Data(answer.body)).data?.first?.mediaUUID)
        for (index, form) in [name, name.uppercased(), "https://im.example.com/media/\(name)"].enumerated() {
            let known = submission("0d8ba56d-0201-4246-b62c-b80fcd78789\(index)")
                .replacing("https://example.com/a.jpg", with: form)
            #expect(try await ask(known).status == 200)
        }
        for form in [Self.task, "https://im.example.com/media/\(Self.task)"] {
            let unknown = submission("0d8ba56d-0201-4246-b62c-b80fcd78789b")
                .replacing("https://example.com/a.jpg", with: form)
            #expect(try await ask(unknown).reply.errors?.first?.code == "failedToTransferImage")
        }
        let sent = try #require(try service.requests().first { $0.kind == "mediaStorage" }?.tasks.first)
        #expect(sent.contains(Digest(hashing: [UInt8](repeating: 7, count: 100_000)).hexadecimal))
        #expect(sent.contains("image/png") && sent.count < 300)
    }

    /// The price is that of whole seconds of sound, whose length is that of the samples.
    @Test func theChargeIsForTheSoundThatWasSent() async throws {
        let head: [UInt8] =
            Array("RIFF".utf8) + [0, 0, 0, 0] + Array("WAVEfmt ".utf8) + [16, 0, 0, 0, 1, 0, 1, 0]
            + [0x40, 0x1F, 0, 0, 0x80, 0x3E, 0, 0, 2, 0, 16, 0] + Array("data".utf8)
        // 2.5 seconds at 16 000 bytes a second.
        let sound = head + [0x40, 0x9C, 0, 0] + [UInt8](repeating: 0, count: 40_000)
        let inline = "data:audio/wav;base64,\(Data(sound).base64EncodedString())"
        _ = try await ask(submission().replacing("https://example.com/a.mp3", with: inline))
        _ = try await ask(submission("0d8ba56d-0201-4246-b62c-b80fcd78789b").replacing("a.mp3", with: "b.mp3"))
        #expect(try service.charges().map(\.microDollars) == [210_000, 840_000])
        #expect(try service.charges().map(\.seconds) == [2.5, 11.04])
    }

    @Test(
        arguments: [
            (#"[{"taskType":"videoInference","taskUUID":"x"}]"#, 400, "invalidTaskUUID", "taskUUID"),
            (#"[{"taskType":"videoInference"}]"#, 400, "missingTaskUUID", "taskUUID"),
            (#"[{"taskType":"nothing","taskUUID":"\#(Self.task)"}]"#, 400, "unsupportedTaskType", "taskType"),
            (#"{"taskType":"videoInference"}"#, 400, "invalidJSON", nil), ("[", 400, "invalidJSON", nil),
            (#"[{"taskType":"getResponse","taskUUID":"\#(Self.task)"}]"#, 404, "taskFailedOrNotFound", nil),
            (#"[{"taskType":"getTaskDetails","taskUUID":"\#(Self.task)"}]"#, 404, "taskFailedOrNotFound", nil),
        ] as [(String, Int, String, String?)])
    func whatItCannotServeItSays(_ row: (body: String, status: Int, code: String, parameter: String?)) async throws {
        let (status, reply) = try await ask(row.body)
        #expect(status == row.status)
        #expect(reply.errors?.map(\.code) == [row.code])
        #expect(reply.errors?.first?.parameter == row.parameter)
        #expect(reply.data == nil)
        #expect(try service.charges().isEmpty)
    }

    @Test(arguments: [
        (#","seed":1"#, "unsupportedParameter", "seed"), (#","CFGScale":10.01"#, "invalidCFGScale", "CFGScale"),
        (#","numberResults":5"#, "invalidNumberResults", "numberResults"),
        (#","numberResults":1.5"#, "invalidNumberResults", "numberResults"),
        (#","outputQuality":19"#, "invalidOutputQuality", "outputQuality"),
        (#","outputFormat":"AVI""#, "invalidOutputFormat", "outputFormat"),
        (#","outputType":"dataURI""#, "invalidOutputType", "outputType"),
        (#","deliveryMethod":"sync""#, "invalidDeliveryMethod", "deliveryMethod"),
        (#","ttl":59"#, "invalidTtl", "ttl"), (#","includeCost":1"#, "invalidIncludeCost", "includeCost"),
        (#","webhookURL":"x""#, "invalidWebhookURL", "webhookURL"),
        (#","safety":{"mode":"slow"}"#, "invalidSafetyMode", "safety.mode"),
        (#","positivePrompt":"x""#, "invalidPositivePrompt", "positivePrompt"),
        (#","model":"nope:1@1""#, "invalidModel", "model"),
        (#","inputs":{"image":"https://example.com/a.jpg"}"#, "missingInputsAudio", "inputs.audio"),
        (#","inputs":{"image":"a.jpg","audio":"https://example.com/a.mp3"}"#, "invalidInputsImage", "inputs.image"),
    ])
    func fieldsHaveTheirRanges(_ row: (more: String, code: String, parameter: String)) async throws {
        let (status, reply) = try await ask(submission(Self.task, row.more))
        #expect(status == 400)
        #expect(reply.errors?.map(\.code) == [row.code])
        #expect(reply.errors?.first?.parameter == row.parameter)
        #expect(reply.errors?.first?.taskUUID == Self.task)
        #expect(try service.charges().isEmpty)
    }

    @Test func onlyItsKeysAreTakenAndNoneIsWrittenDown() async throws {
        for key in ["canary-key", nil] {
            let (status, reply) = try await ask(submission(), key: key)
            #expect(status == 401 && reply.errors?.first?.code == "invalidApiKey")
        }
        _ = try await ask(#"[{"taskType":"authentication","apiKey":"canary-key"},{"taskType":"ping"}]"#, key: nil)
        #expect(try service.charges().isEmpty)
        let log = try folder.text(of: "service/requests.jsonl")
        #expect(!log.contains("canary") && log.contains("Bearer <redacted>"))
    }

    @Test func safetyIsTold() async throws {
        let body = submission(Self.task, #","safety":{"mode":"fast"}"#)
        _ = try await ask(body.replacing("A baker speaks", with: "A [nsfw] baker"))
        _ = try await ask(question())
        #expect(try await ask(question()).reply.data?.first?.NSFWContent == true)
    }
}
