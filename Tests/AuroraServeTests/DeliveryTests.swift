import AuroraFiles
import AuroraHosted
import AuroraTesting
import Synchronization
import Testing

@testable import AuroraServe

/// How inputs come in, and how results go out.
@Suite struct DeliveryTests {
    private func inputs(_ image: String, _ audio: String = ServeBench.sound) -> [String: JSONValue?] {
        ["inputs": .object(["image": .text(image), "audio": .text(audio)])]
    }

    @Test func inputsComeInEveryDocumentedForm() async throws {
        let bench = try ServeBench()
        let upload = await bench.answer(
            .object([
                "taskType": .text("mediaStorage"), "taskUUID": .text(ServeBench.id), "operation": .text("upload"),
                "media": .text(ServeBench.picture),
            ]))
        let uuid = try #require(upload.items.first?["mediaUUID"]?.text)
        let url = try #require(upload.items.first?["mediaURL"]?.text)
        let forms = [
            ServeBench.picture, "data:image/png;base64,\(ServeBench.picture)", uuid, url, "https://example.com/picture",
        ]
        for form in forms {
            #expect(
                await bench.answer(ServeBench.task(inputs(form), id: TaskID.random().text)).problems.isEmpty, "\(form)")
        }
        await bench.work()
        #expect(bench.maker.seeds.count == forms.count)
    }

    @Test(arguments: [
        ("hello", "invalidInputsImage"), (ServeBench.sound, "invalidInputsImage"),
        ("/etc/passwd", "invalidInputsImage"),
        ("data:image/png,abc", "invalidInputsImage"), ("http://forbidden/picture", "failedToTransferImage"),
        ("c734d6e1-a1b2-45a5-9deb-aec768e1e1c3", "failedToTransferImage"),
    ])
    func inputsThatCannotBeUsedAreRefusedAtOnce(_ image: String, _ code: String) async throws {
        let bench = try ServeBench()
        let answer = await bench.answer(ServeBench.task(inputs(image)))
        #expect(answer.problems.map(\.code) == [code])
        #expect(answer.problems.first?.parameter == "inputs.image")
        #expect(try Files.names(in: bench.service.folder.inputs).isEmpty)
    }

    @Test func urlThatCannotBeFetchedFailsTheTask() async throws {
        let bench = try ServeBench()
        _ = await bench.answer(ServeBench.task(inputs("https://example.com/missing-picture")))
        await bench.work()
        #expect(await bench.report().problems.map(\.code) == ["failedToTransferImage"])
    }

    @Test func uploadsAreTheirAccountsAlone() async throws {
        let bench = try ServeBench()
        let upload = await bench.answer(
            .object([
                "taskType": .text("imageUpload"), "taskUUID": .text(ServeBench.id), "image": .text(ServeBench.picture),
            ]))
        let uuid = try #require(upload.items.first?["imageUUID"]?.text)
        let stranger = Caller(account: "other", origin: "http://127.0.0.1:7860")
        let delete = JSONValue.object([
            "taskType": .text("mediaStorage"), "taskUUID": .text(ServeBench.id), "operation": .text("delete"),
            "media": .text(uuid),
        ])
        #expect(
            await bench.answer(ServeBench.task(inputs(uuid)), as: stranger).problems.map(\.code) == [
                "failedToTransferImage"
            ])
        #expect(await bench.answer(delete, as: stranger).problems.map(\.code) == ["mediaNotFound"])
        #expect(await bench.answer(delete).items.map { $0["mediaUUID"]?.text } == [uuid])
        #expect(try Files.names(in: bench.service.folder.media).isEmpty)
    }

    @Test func webhookGetsEachResultAndIsTriedAgain() async throws {
        let bench = try ServeBench()
        bench.calls.answer(500)
        _ = await bench.answer(
            ServeBench.task(["numberResults": .number(2), "webhookURL": .text("https://example.com/hook?secret=1")]))
        await bench.work()
        let upkeep = Upkeep(bench.service)
        try await upkeep.callDue()
        #expect(bench.calls.called.count == 2)
        // Not before its time.
        try await upkeep.callDue()
        #expect(bench.calls.called.count == 2)
        bench.calls.answer(204)
        bench.clock.pass(milliseconds: 300)
        try await upkeep.callDue()
        bench.clock.pass(milliseconds: 60_000)
        try await upkeep.callDue()
        #expect(bench.calls.called.count == 4)
        let items = bench.calls.called.suffix(2).compactMap { JSONParser.value(of: Array($0.body.utf8)) }
        #expect(items.allSatisfy { $0["status"]?.text == "success" && $0["videoURL"] != nil && $0["data"] == nil })
        #expect(Set(items.map { $0["videoUUID"]?.text }).count == 2)
    }

    @Test func webhookIsGivenUpAfterItsTries() async throws {
        let bench = try ServeBench { $0.webhookTries = 3 }
        bench.calls.answer(500)
        _ = await bench.answer(ServeBench.task(["webhookURL": .text("https://example.com/hook")]))
        await bench.work()
        for _ in 0..<6 {
            try await Upkeep(bench.service).callDue()
            bench.clock.pass(milliseconds: 10_000)
        }
        #expect(bench.calls.called.count == 3)
    }

    @Test func addressesThatMayNotBeCalledAreRefusedBeforeTheTaskIsTaken() async throws {
        let bench = try ServeBench()
        for name in ["webhookURL", "uploadEndpoint"] {
            let answer = await bench.answer(ServeBench.task([name: .text("http://forbidden/")]))
            #expect(answer.problems.map(\.parameter) == [name])
        }
    }

    @Test func resultIsPutWhereTheTaskWantsIt() async throws {
        let bench = try ServeBench()
        _ = await bench.answer(
            ServeBench.task(["uploadEndpoint": .text("https://example.com/put"), "outputFormat": .text("webm")]))
        await bench.work()
        #expect(bench.calls.called.map(\.body) == ["video/webm"])
        #expect(await bench.report().items.first?["videoURL"] != nil)
        let other = try ServeBench()
        other.calls.answer(403)
        _ = await other.answer(ServeBench.task(["uploadEndpoint": .text("https://example.com/put")]))
        await other.work()
        #expect(await other.report().problems.map(\.code) == ["uploadFailed"])
    }

    @Test func sessionThatComesBackGetsWhatItMissed() async throws {
        let sessions = Sessions()
        let got = Mutex<[String]>([])
        let sink: Sessions.Sink = { bytes in got.withLock { $0.append(String(decoding: bytes, as: UTF8.self)) } }
        let name = await sessions.open(nil, account: "me", at: 0, sink)
        for task in 1...2 { await sessions.watch(Int64(task), name) }
        await sessions.deliver(Array("one".utf8), of: 1)
        await sessions.close(name, at: 1000)
        await sessions.deliver(Array("two".utf8), of: 2)
        #expect(got.withLock { $0 } == ["one"])
        // Somebody else's, and one that is too late, are new ones.
        #expect(await sessions.open(name, account: "other", at: 2000, sink) != name)
        #expect(await sessions.open(name, account: "me", at: 100_000, sink) == name)
        await sessions.deliverWaiting(name)
        #expect(got.withLock { $0 } == ["one", "two"])
        await sessions.close(name, at: 200_000)
        #expect(await sessions.open(name, account: "me", at: 320_001, sink) != name)
    }

    @Test func useIsCountedByAccount() async throws {
        let bench = try ServeBench()
        _ = await bench.answer(ServeBench.task(["numberResults": .number(2)]))
        await bench.work()
        let details = JSONValue.object([
            "taskType": .text("accountManagement"), "taskUUID": .text(ServeBench.id), "operation": .text("getDetails"),
        ])
        let usage = await bench.answer(details).items.first?["usage"]?["today"]
        #expect(usage?["requests"]?.number == 2 && usage?["credits"]?.number == 0.56)
        let other = await bench.answer(details, as: Caller(account: "other", origin: "")).items.first
        #expect(other?["usage"]?["total"]?["requests"]?.number == 0)
    }
}
