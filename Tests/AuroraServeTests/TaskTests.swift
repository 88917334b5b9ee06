import AuroraCore
import AuroraFiles
import AuroraHosted
import AuroraTesting
import Testing

@testable import AuroraServe

/// The course of a task, from its acceptance to the end of its results.
@Suite struct TaskTests {
    @Test func acknowledgementSaysNothingButTheTask() async throws {
        let bench = try ServeBench()
        let answer = await bench.answer(ServeBench.task(["numberResults": .number(3)]))
        #expect(
            answer.value.line == #"{"data":[{"taskType":"videoInference","taskUUID":"\#(ServeBench.id)"}]}"#)
        #expect(answer.status == 200)
    }

    @Test func itemsWaitForTheLastAndHaveTheirNamesFromTheBeginning() async throws {
        let bench = try ServeBench()
        _ = await bench.answer(ServeBench.task(["numberResults": .number(2), "includeCost": .flag(true)]))
        let before = await bench.report()
        #expect(before.items.map { $0["status"]?.text } == ["processing", "processing"])
        await bench.work()
        let after = await bench.report()
        #expect(after.items.map { $0["status"]?.text } == ["success", "success"])
        #expect(after.items.map { $0["videoUUID"] } == before.items.map { $0["videoUUID"] })
        // 3.2 seconds begin a fourth.
        #expect(after.items.map { $0["cost"]?.number } == [0.28, 0.28])
        #expect(Set(bench.maker.seeds).count == 2)
        let name = try #require(after.items[0]["videoURL"]?.text?.split(separator: "/").last)
        #expect(try Files.read(try #require(bench.service.folder.mediaFile(String(name)))) == Array("video".utf8))
        #expect(try Files.names(in: bench.service.folder.inputs).isEmpty)
    }

    @Test func costAndFlagAreToldOnlyWhereTheyAreAskedFor() async throws {
        let bench = try ServeBench()
        _ = await bench.answer(ServeBench.task())
        await bench.work()
        let item = try #require(await bench.report().items.first)
        #expect(item["cost"] == nil && item["NSFWContent"] == nil && item["seed"] != nil)
    }

    @Test func sameTaskAgainIsAcknowledgedAndMadeOnce() async throws {
        let bench = try ServeBench()
        _ = await bench.answer(ServeBench.task())
        #expect(await bench.answer(ServeBench.task()).problems.isEmpty)
        let other = await bench.answer(ServeBench.task(["outputQuality": .number(50)]))
        #expect(other.problems.map(\.code) == ["conflictTaskUUID"])
        await bench.work()
        #expect(bench.maker.seeds.count == 1)
    }

    @Test func anotherAccountSeesNothingOfATask() async throws {
        let bench = try ServeBench()
        _ = await bench.answer(ServeBench.task())
        let stranger = Caller(account: "other", origin: "http://127.0.0.1:7860")
        let report = await bench.report(as: stranger)
        #expect(report.problems.map(\.code) == ["taskFailedOrNotFound"])
        #expect(report.status == 404)
        // And may use the same name.
        #expect(await bench.answer(ServeBench.task(), as: stranger).problems.isEmpty)
    }

    @Test func queueHasAnEnd() async throws {
        let bench = try ServeBench { $0.quotas.queue = 2 }
        var statuses: [Int] = []
        for _ in 0..<3 { statuses.append(await bench.answer(ServeBench.task(id: TaskID.random().text)).status) }
        #expect(statuses == [200, 200, 429])
        // What was refused left nothing behind.
        #expect(try Files.names(in: bench.service.folder.inputs).count == 2)
    }

    @Test(arguments: [
        (MakingFailure.badImage("the picture cannot speak"), "invalidInputsImage"),
        (.badAudio("the sound is damaged"), "invalidInputsAudio"), (.flagged("it is not safe"), "nsfwContentDetected"),
        (.unavailable("no check is installed"), "modelUnavailable"), (.broken("/secret/path"), "inferenceError"),
    ])
    func failuresAreErrorsOfTheTask(_ failure: MakingFailure, _ code: String) async throws {
        let bench = try ServeBench()
        bench.maker.fail(failure)
        _ = await bench.answer(ServeBench.task(["numberResults": .number(2)]))
        await bench.work()
        let report = await bench.report()
        // The question is answered; that the task failed is no failure of the server's.
        #expect(report.status == 200)
        let value = report.value
        let errors = try #require(value["errors"]?.list)
        #expect(errors.map { $0["code"]?.text } == [code, code])
        #expect(errors.allSatisfy { $0["status"]?.text == "error" && $0["taskUUID"]?.text == ServeBench.id })
        #expect(errors[0]["NSFWContent"]?.flag == (code == "nsfwContentDetected" ? true : nil))
        #expect(value["data"] == nil)
        #expect(!value.line.contains("secret"))
    }

    @Test func soundThatCannotBeDecodedOrIsTooLongFailsTheTask() async throws {
        for (milliseconds, code) in [(nil, "failedToTransferAudio"), (300_001, "invalidInputsAudio")]
            as [(Int?, String)]
        {
            let bench = try ServeBench()
            bench.maker.set(milliseconds: milliseconds)
            _ = await bench.answer(ServeBench.task())
            await bench.work()
            #expect(await bench.report().problems.map(\.code) == [code])
            #expect(bench.maker.seeds.isEmpty)
        }
    }

    @Test func taskThatTheServerFailsOverEnds() async throws {
        let bench = try ServeBench()
        _ = await bench.answer(ServeBench.task(["numberResults": .number(2)]))
        // Nothing can be written there any more.
        try Files.removeTree(bench.service.folder.media)
        try Files.write([], to: bench.service.folder.media)
        await bench.work()
        let errors = await bench.report().value["errors"]?.list ?? []
        #expect(errors.map { $0["code"]?.text } == ["internalServerError", "internalServerError"])
    }

    @Test func whatWasAcceptedSurvivesARestart() async throws {
        let bench = try ServeBench()
        _ = await bench.answer(ServeBench.task())
        // Begun, and cut off.
        let begun = try #require(try await bench.service.store.waiting().first)
        try await bench.service.store.begin(begun.number)
        let next = try bench.restarted()
        let waiting = try await next.store.waiting()
        #expect(waiting.map(\.task.id) == [ServeBench.id])
        for task in waiting { await next.line.add(task) }
        await next.line.closeWhenEmpty()
        await TaskWorker(next).run()
        let report = await next.answer(
            [.object(["taskType": .text("getResponse"), "taskUUID": .text(ServeBench.id)])], for: ServeBench.caller)
        #expect(report.items.map { $0["status"]?.text } == ["success"])
    }

    @Test func resultsAreDeletedAtTheEndOfTheirTime() async throws {
        let bench = try ServeBench()
        _ = await bench.answer(ServeBench.task(["ttl": .number(60)]))
        await bench.work()
        let upkeep = Upkeep(bench.service)
        bench.clock.pass(milliseconds: 59_999)
        try await upkeep.sweep()
        #expect(try Files.names(in: bench.service.folder.media).count == 1)
        bench.clock.pass(milliseconds: 1)
        try await upkeep.sweep()
        #expect(try Files.names(in: bench.service.folder.media).isEmpty)
        #expect(await bench.report().problems.map(\.code) == ["taskExpired"])
    }

    @Test func dryRunTellsThePriceAndKeepsNothing() async throws {
        let bench = try ServeBench()
        let caller = Caller(account: "me", origin: "http://127.0.0.1:7860", isDryRun: true)
        let answer = await bench.answer(
            ServeBench.task(["numberResults": .number(2), "model": .text("creatify:aurora@0")]), as: caller)
        #expect(answer.items.map { $0["cost"]?.number } == [0.56, 0.56])
        #expect(try await bench.service.store.latest(10).isEmpty)
        #expect(try Files.names(in: bench.service.folder.inputs).isEmpty)
    }

    @Test func accountsTakeTurns() async throws {
        let line = RenderLine()
        func task(_ account: String, _ number: Int64) -> StoredTask {
            var task = StoredTask(
                account: account, task: VideoTask(checked: ServeBench.task()), fingerprint: "", request: .null,
                origin: "",
                created: 0, takes: [])
            task.number = number
            return task
        }
        for number in 1...3 { await line.add(task("a", Int64(number))) }
        for number in 4...5 { await line.add(task("b", Int64(number))) }
        var order: [Int64] = []
        for _ in 0..<5 {
            guard let next = await line.next() else { break }
            order.append(next.task.number)
            await line.done(next)
        }
        #expect(order == [1, 4, 2, 5, 3])
    }
}
