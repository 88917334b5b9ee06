import AuroraHosted
import Testing

@testable import AuroraServe

/// What the page is told.
@Suite struct OverviewTests {
    @Test func overviewTellsOnesOwnTasksAlone() async throws {
        let bench = try ServeBench()
        let mine = "0d8b8a2e-7b0b-4d66-9b4e-5f0d7f5a8c11"
        let theirs = "c734d6e1-a1b2-45a5-9deb-aec768e1e1c3"
        let other = Caller(account: "somebody", origin: "http://127.0.0.1:7860")
        _ = await bench.answer(ServeBench.task(["positivePrompt": .text("mine")], id: mine))
        _ = await bench.answer(ServeBench.task(["numberResults": .number(2)], id: theirs), as: other)
        let before = try await bench.service.overview(of: "me")
        #expect(before["counts"]?["waiting"]?.number == 2, "how long the queue is concerns everybody")
        #expect(before["tasks"]?.list?.compactMap { $0["task"]?.text } == [mine])
        #expect(before["tasks"]?.list?.first?["prompt"]?.text == "mine")
        #expect(before["prices"]?["creatify:aurora@fast"]?.number == 70_000)
        #expect(try await bench.service.overview(of: "me") == before, "the same as long as nothing changes")
        await bench.work()
        let after = try await bench.service.overview(of: "me")
        // 3.2 seconds begin a fourth one.
        #expect(after["use"] == .object(["videos": .number(1), "costMicroDollars": .number(280_000)]))
        let take = try #require(after["tasks"]?.list?.first?["takes"]?.list?.first)
        #expect(take["state"]?.text == "made" && take["url"]?.text?.hasPrefix("/media/") == true)
        let everybody = try await bench.service.overview(of: nil)
        #expect(everybody["tasks"]?.list?.compactMap { $0["task"]?.text } == [theirs, mine], "the newest first")
        #expect(everybody["use"]?["videos"]?.number == 3)
    }

    @Test func overviewTellsFailuresInWords() async throws {
        let bench = try ServeBench()
        bench.maker.fail(.badImage("it has no face"))
        _ = await bench.answer(ServeBench.task())
        await bench.work()
        let overview = try await bench.service.overview(of: nil)
        let take = try #require(overview["tasks"]?.list?.first?["takes"]?.list?.first)
        #expect(take["state"]?.text == "failed" && take["code"]?.text == "invalidInputsImage")
        #expect(take["message"]?.text?.contains("it has no face") == true)
    }
}
