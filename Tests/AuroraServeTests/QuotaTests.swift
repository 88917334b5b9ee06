import AuroraDatabase
import AuroraFiles
import AuroraHosted
import AuroraTesting
import Testing

@testable import AuroraServe

/// What one client may take up, and what is forgotten.
@Suite struct QuotaTests {
    private static let robert = Caller(account: "robert", origin: "http://127.0.0.1:7860")

    private func send(_ bench: ServeBench, as caller: Caller = ServeBench.caller) async -> ServiceAnswer {
        await bench.answer(ServeBench.task(id: TaskID.random().text), as: caller)
    }

    @Test func oneKeyDoesNotFillTheQueue() async throws {
        let bench = try ServeBench { ($0.quotas.queue, $0.quotas.accountQueue) = (3, 2) }
        for _ in 0..<2 { #expect(await send(bench).status == 200) }
        let third = await send(bench)
        #expect(third.status == 429 && third.problems.first?.code == "rateLimitExceeded")
        #expect(third.retryAfterSeconds == 5)
        // There is room for somebody else, until there is none for anybody.
        #expect(await send(bench, as: Self.robert).status == 200)
        #expect(await send(bench, as: Self.robert).status == 429)
        #expect(try Files.names(in: bench.service.folder.inputs).count == 3)
        await bench.work()
        #expect(try await bench.service.store.counts()[.ended] == 3)
    }

    @Test func oneKeyDoesNotFillTheDisk() async throws {
        let picture: Int64 = 8
        let bench = try ServeBench { $0.quotas.accountBytes = 3 * picture }
        for _ in 0..<3 { #expect(await bench.upload().problems.isEmpty) }
        let refused = await bench.upload()
        #expect(refused.problems.map(\.code) == ["storageQuotaExceeded"] && refused.status == 400)
        #expect(try Files.names(in: bench.service.folder.media).count == 3, "what was refused is not kept")
        #expect(await send(bench).problems.map(\.code) == ["storageQuotaExceeded"])
        #expect(try Files.names(in: bench.service.folder.inputs).isEmpty)
        #expect(await bench.upload(as: Self.robert).problems.isEmpty)
    }

    @Test func whatIsKeptAreInputsWhileTheyWaitAndResultsAfterwards() async throws {
        let bench = try ServeBench()
        #expect(await send(bench).problems.isEmpty)
        // Eight bytes of a picture and twelve of a sound.
        #expect(try await bench.service.store.keptBytes(of: "me") == 20)
        await bench.work()
        #expect(try await bench.service.store.keptBytes(of: "me") == Int64("video".utf8.count))
        bench.clock.pass(milliseconds: Int64(bench.service.settings.defaultTTL) * 1000)
        try await Upkeep(bench.service).sweep()
        #expect(try await bench.service.store.keptBytes(of: "me") == 0)
    }

    @Test func forgottenTasksStillCount() async throws {
        let day: Int64 = 86_400_000
        let bench = try ServeBench()
        let store = bench.service.store
        let start = bench.clock.now - bench.clock.now % day
        for (id, caller) in [(ServeBench.id, ServeBench.caller), (TaskID.random().text, Self.robert)] {
            _ = await bench.answer(
                ServeBench.task(["numberResults": .number(2), "ttl": .number(60)], id: id), as: caller)
        }
        await bench.work()
        let before = [try await store.use(of: "me", since: start), try await store.use(of: nil, since: 0)]
        #expect(before.map(\.count) == [2, 4] && before[1].cost.microDollars == 4 * 280_000)
        bench.clock.pass(milliseconds: 60_000)
        try await Upkeep(bench.service).sweep()
        bench.clock.pass(milliseconds: bench.service.settings.memory)
        try await Upkeep(bench.service).sweep()
        #expect(await bench.report().problems.map(\.code) == ["taskExpired"], "not a moment too early")
        bench.clock.pass(milliseconds: 1)
        try await Upkeep(bench.service).sweep()
        #expect(try await store.latest(10).isEmpty)
        #expect(await bench.report().problems.map(\.code) == ["taskFailedOrNotFound"])
        let after = [try await store.use(of: "me", since: start), try await store.use(of: nil, since: 0)]
        #expect(after.map(\.count) == before.map(\.count) && after.map(\.cost) == before.map(\.cost))
        #expect(try await store.use(of: "me", since: start + day).count == 0, "it belongs to its day")
        // Another one of that day is added to it.
        _ = await bench.answer(ServeBench.task(["ttl": .number(60)], id: TaskID.random().text))
        await bench.work()
        #expect(try await store.use(of: "me", since: start).count == 3)
    }

    @Test func databaseOfTheFirstVersionIsTakenOver() async throws {
        let folder = try TemporaryFolder()
        do {
            let old = try Database(folder.path("serve.sqlite"))
            try old.run(
                """
                CREATE TABLE tasks (
                    number INTEGER PRIMARY KEY AUTOINCREMENT, account TEXT NOT NULL, id TEXT NOT NULL, task TEXT NOT NULL,
                    fingerprint TEXT NOT NULL, request TEXT NOT NULL, origin TEXT NOT NULL, state TEXT NOT NULL,
                    created INTEGER NOT NULL, ended INTEGER, expires INTEGER, UNIQUE (account, id)
                ) STRICT
                """)
            try old.run("PRAGMA user_version = 1")
        }
        for _ in 0..<2 {
            let store = try ServeStore(folder.path("serve.sqlite"))
            var task = StoredTask(
                account: "me", task: VideoTask(checked: ServeBench.task(id: TaskID.random().text)), fingerprint: "",
                request: .null, origin: "", created: 0, takes: [])
            task.inputBytes = 5
            guard case .accepted = try await store.accept(task, within: Quotas()) else {
                Issue.record("it is not taken")
                return
            }
        }
        #expect(try await ServeStore(folder.path("serve.sqlite")).keptBytes(of: "me") == 10)
    }

    @Test func takesOfATaskAreMadeSideBySide() async throws {
        // The maker waits with the first video until all three are begun.
        let bench = try ServeBench(together: 3)
        _ = await bench.answer(ServeBench.task(["numberResults": .number(4)]))
        await withDiscardingTaskGroup { group in
            for _ in 0..<3 { group.addTask { await TaskWorker(bench.service).run() } }
            _ = try? await Patience.until { try await bench.service.store.counts()[.ended] == 1 }
            await bench.service.line.close()
        }
        #expect(await bench.report().items.map { $0["status"]?.text } == Array(repeating: "success", count: 4))
        #expect(Set(bench.maker.seeds).count == 4 && bench.maker.seeds.count == 4)
    }

    @Test func lookingChangesNothing() async throws {
        let bench = try ServeBench()
        let service = bench.service
        var seen = service.changes
        func hasChanged() -> Bool {
            defer { seen = service.changes }
            return seen != service.changes
        }
        _ = await send(bench)
        #expect(hasChanged())
        _ = try await service.overview(of: nil)
        try await Upkeep(service).callDue()
        try await Upkeep(service).sweep()
        _ = await bench.report()
        #expect(!hasChanged())
        await bench.work()
        #expect(hasChanged())
    }
}
