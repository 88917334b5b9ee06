import AuroraFiles
import AuroraTesting
import Foundation
import Testing

/// Paid builds, through the real program, of a service that answers as the real one does.
@Suite struct HostedFlowTests {
    @Test func nothingIsSentBeforeItsPriceIsApproved() async throws {
        let bench = try await HostedBench()
        let diff = try await bench.aurora("diff")
        // Each has 1.2 s of sound: two seconds.
        #expect(diff.output.contains("1.2 s of video, $0.14"), "\(diff.output)")
        #expect(diff.output.contains("2 to make · 0 current · $0.28"), "\(diff.output)")
        let refused = try await bench.aurora("build")
        #expect(refused.status == 3)
        #expect(refused.messages.contains("this build costs $0.28, and that is not approved"), "\(refused.messages)")
        #expect(refused.messages.contains("--max-cost 0.28"))
        let tooLittle = try await bench.aurora("build", "--max-cost", "0.27")
        #expect(tooLittle.status == 3)
        #expect(
            tooLittle.messages.contains("costs $0.28 at most, and only $0.27 are approved"), "\(tooLittle.messages)")
        #expect(try bench.service.requests().isEmpty)
        #expect(try await bench.aurora("jobs").messages.contains("nothing is under way"))
    }

    @Test func aPaidBuildIsRecordedAndNeverPaidAgain() async throws {
        let bench = try await HostedBench()
        let built = try await bench.build()
        #expect(built.status == 0, "\(built.messages)")
        #expect(built.messages.contains("2 made · $0.28"), "\(built.messages)")
        #expect(built.messages.contains("committed 2 files"), "\(built.messages)")
        #expect(try bench.charged() == 280_000)
        let record = try bench.bench.text("records/final/\(Self.fan("baker"))/baker.json")
        for member in ["requestKey", "taskUUID", "videoUUID", "\"costMicroDollars\": 140000", "\"costIs\": \"told\""] {
            #expect(record.contains(member), "\(record)")
        }
        #expect(record.contains("\"width\""), "the video was looked into")
        #expect(try await bench.build().messages.contains("nothing to do: 2 videos current"))
        // Both profiles live side by side, and switching costs nothing.
        #expect(try await bench.bench.aurora("build", environment: bench.environment).status == 0)
        #expect(try bench.bench.exists("out/draft/baker.mp4") && bench.bench.exists("out/final/baker.mp4"))
        #expect(try await bench.build().messages.contains("nothing to do"))
        // Another prompt and back again.
        try bench.bench.replace("Person 0", with: "Somebody", in: "scenes/baker/scene.yaml")
        #expect(try await bench.build().status == 0)
        try bench.bench.replace("Somebody", with: "Person 0", in: "scenes/baker/scene.yaml")
        // The service gives the same clip for both, so there may be nothing to restore but the record.
        #expect(try await bench.build().status == 0)
        #expect(try bench.charged() == 420_000)
        #expect(try bench.service.charges().count == 3)
    }

    /// By journal or record, from the service's history: whatever is lost here.
    @Test(arguments: ["cache", "cache and journal"])
    func whatIsLostIsFetchedAgainForNothing(lost: String) async throws {
        let bench = try await HostedBench(scenes: ["baker"])
        #expect(try await bench.build().status == 0)
        let video = try bench.bench.bytes("out/final/baker.mp4")
        try Files.removeTree(bench.bench.folder.path(".aurora"))
        try Files.remove(bench.bench.folder.path("out/final/baker.mp4"))
        if lost != "cache" { try Files.removeTree(bench.state) }
        #expect(try await bench.aurora("diff").output.contains("paid already"))
        // Without approval, since nothing is paid.
        let again = try await bench.aurora("build")
        #expect(again.status == 0, "\(again.messages)")
        #expect(try bench.bench.bytes("out/final/baker.mp4") == video)
        #expect(try bench.service.charges().count == 1)
    }

    @Test func whatTheServiceHasLostTooIsPaidAgainOnlyWhenToldTo() async throws {
        let bench = try await HostedBench(scenes: ["baker"])
        #expect(try await bench.build().status == 0)
        try Files.removeTree(bench.bench.folder.path(".aurora"))
        try Files.remove(bench.bench.folder.path("out/final/baker.mp4"))
        try bench.service.script(
            ServiceFault(.poll, .forget, times: 3), ServiceFault(.details, .forget, times: 3))
        let refused = try await bench.build()
        #expect(refused.status == 1)
        #expect(refused.messages.contains("--regenerate-missing"), "\(refused.messages)")
        #expect(try bench.service.charges().count == 1)
        // A service that cannot be asked may have it all the same.
        try bench.service.clearScript()
        try bench.service.script(ServiceFault(.poll, .status(401)))
        let unclear = try await bench.build("--regenerate-missing")
        #expect(unclear.status == 1)
        #expect(unclear.messages.contains("is paid for, and could not be fetched"), "\(unclear.messages)")
        #expect(try bench.service.charges().count == 1)
        try bench.service.clearScript()
        try bench.service.script(
            ServiceFault(.poll, .forget, times: 3), ServiceFault(.details, .forget, times: 3))
        let paid = try await bench.build("--regenerate-missing")
        #expect(paid.status == 0, "\(paid.messages)")
        #expect(try bench.service.charges().count == 2)
    }

    @Test func capsHoldWhateverIsApproved() async throws {
        let bench = try await HostedBench()
        let config = bench.bench.folder.path("../\(UUID().uuidString).yaml")
        defer { try? Files.remove(config) }
        for (budget, words) in [
            ("scene: 0.10", "the limit for scene `baker` in a build"), ("build: 0.20", "the limit for a build"),
            ("day: 0.20", "the limit for a day"), ("month: 0.20", "the limit for a month"),
        ] {
            try Files.write(Array("budget: {\(budget)}\n".utf8), to: config)
            let refused = try await bench.aurora(
                "build", "--max-cost", "10", environment: ["AURORA_CONFIG": config])
            #expect(refused.status == 3, "\(refused.messages)")
            #expect(refused.messages.contains(words), "\(refused.messages)")
            // Said beforehand as well.
            let diff = try await bench.aurora("diff", environment: ["AURORA_CONFIG": config])
            #expect(diff.messages.contains(words), "\(diff.messages)")
        }
        #expect(try bench.service.requests().isEmpty)
        // What was spent counts, also what only records tell of.
        try Files.write(Array("budget: {month: 0.30}\n".utf8), to: config)
        let first = try await bench.aurora("build", "--max-cost", "10", environment: ["AURORA_CONFIG": config])
        #expect(first.status == 0, "\(first.messages)")
        try Files.removeTree(bench.state)
        try bench.bench.replace("Person 0", with: "Somebody", in: "scenes/baker/scene.yaml")
        let second = try await bench.aurora("build", "--max-cost", "10", environment: ["AURORA_CONFIG": config])
        #expect(second.status == 3, "\(second.messages)")
        #expect(second.messages.contains("$0.28 are spent or put aside"), "\(second.messages)")
        #expect(try bench.service.charges().count == 2)
    }

    @Test func aPlanIsApprovedAsItIsOrNotAtAll() async throws {
        let bench = try await HostedBench()
        let plan = try Self.plan(try await bench.aurora("diff", "--json").output)
        #expect(plan["reservationMicroDollars"] as? Int == 280_000)
        let hash = try #require(plan["approve"] as? String)
        try bench.bench.replace("Person 0", with: "Somebody", in: "scenes/baker/scene.yaml")
        let refused = try await bench.aurora("build", "--approve", hash)
        #expect(refused.status == 3)
        #expect(refused.messages.contains("no longer what was approved"), "\(refused.messages)")
        #expect(try bench.service.requests().isEmpty)
        try bench.bench.replace("Somebody", with: "Person 0", in: "scenes/baker/scene.yaml")
        let built = try await bench.aurora("build", "--approve", hash)
        #expect(built.status == 0, "\(built.messages)")
        #expect(try bench.charged() == 280_000)
    }

    @Test func whatTheServiceSaysIsToldWhereItComesFrom() async throws {
        let bench = try await HostedBench(scenes: ["baker"])
        try bench.service.script(
            ServiceFault(.submit, .status(400, code: "invalidPositivePrompt", parameter: "positivePrompt")))
        let rejected = try await bench.build()
        #expect(rejected.status == 1)
        #expect(rejected.messages.contains("scenes/baker/scene.yaml:3:9"), "\(rejected.messages)")
        #expect(rejected.messages.contains("(invalidPositivePrompt)"), "\(rejected.messages)")
        try bench.service.script(ServiceFault(.submit, .status(402, code: "insufficientCredits")))
        let poor = try await bench.build()
        #expect(poor.status == 1)
        #expect(poor.messages.contains("insufficientCredits") && poor.messages.contains("nothing was paid"))
        #expect(try bench.service.charges().isEmpty)
        #expect(try await bench.build().status == 0)
    }

    /// What is really charged is recorded; whoever charges more than was put aside is sent nothing more.
    @Test func aPriceThatIsNoLongerRightIsTold() async throws {
        let bench = try await HostedBench()
        let config = bench.state + "-config.yaml"
        try Files.write(Array("providers: {runware: {tasks: 1}}\n".utf8), to: config)
        defer { try? Files.remove(config) }
        try bench.service.script(ServiceFault(.submit, .costs(0.12)))
        let cheaper = try await bench.aurora(
            "build", "baker", "--max-cost", "10", environment: ["AURORA_CONFIG": config])
        #expect(cheaper.status == 0, "\(cheaper.messages)")
        #expect(cheaper.messages.contains("`baker` cost $0.12, and $0.14 were expected"), "\(cheaper.messages)")
        #expect(try await bench.aurora("cost", "--json").output.contains("\"costMicroDollars\":120000"))
        for scene in HostedBench.scenes {
            try bench.bench.replace("speaks", with: "whispers", in: "scenes/\(scene)/scene.yaml")
        }
        try bench.service.script(ServiceFault(.submit, .costs(0.5)))
        let dearer = try await bench.aurora(
            "build", "--keep-going", "--max-cost", "10", environment: ["AURORA_CONFIG": config])
        #expect(dearer.status == 1, "\(dearer.messages)")
        #expect(dearer.messages.contains("cost $0.50, and $0.14 were expected"), "\(dearer.messages)")
        #expect(dearer.messages.contains("nothing more is sent in this build"), "\(dearer.messages)")
        #expect(try bench.tasks().count == 2, "one in each build")
    }

    @Test func aFlaggedVideoIsPaidAndNotUsed() async throws {
        let bench = try await HostedBench(scenes: ["baker"])
        try bench.bench.replace("Person 0 speaks", with: "\"[nsfw] speaks\"", in: "scenes/baker/scene.yaml")
        try bench.bench.replace("seed: 3", with: "seed: 3, safety: fast", in: "scenes/baker/scene.yaml")
        for _ in 0..<2 {
            let flagged = try await bench.build()
            #expect(flagged.status == 1)
            #expect(flagged.messages.contains("flagged `baker`; it cost $0.14"), "\(flagged.messages)")
        }
        #expect(try bench.service.charges().count == 1)
        #expect(try !bench.bench.exists("out/final/baker.mp4"))
        let cost = try await bench.aurora("cost").output
        #expect(cost.contains("$0.14 of it for 1 video without a record here"), "\(cost)")
    }

    /// The request that two machines send has one name, so the service makes one video of it.
    @Test func twoMachinesAtOncePayOnce() async throws {
        let bench = try await HostedBench(options: ["polls": 2])
        let elsewhere = try await Workbench(copyOf: URL(filePath: bench.bench.folder.path))
        let state = bench.state + "-elsewhere"
        defer { try? Files.removeTree(state) }
        var environment = bench.environment
        environment["XDG_STATE_HOME"] = state
        let other = environment
        async let here = bench.build("--no-commit")
        async let there = elsewhere.aurora(
            arguments: ["build", "--profile", "final", "--max-cost", "10", "--no-commit"], environment: other)
        let (first, second) = try await (here, there)
        #expect(first.status == 0, "\(first.messages)")
        #expect(second.status == 0, "\(second.messages)")
        #expect(try bench.service.charges().count == 2, "one for each of two scenes")
        #expect(try bench.bench.bytes("out/final/baker.mp4") == elsewhere.bytes("out/final/baker.mp4"))
    }

    /// The scene has changed while its video was on its way: what is paid for is brought home all the same.
    @Test func whatIsUnderWayIsBroughtHome() async throws {
        let bench = try await HostedBench(scenes: ["baker"])
        try bench.service.script(ServiceFault(.download, .status(500), times: 100))
        let cut = try await bench.build()
        #expect(cut.status == 1)
        #expect(cut.messages.contains("is paid for, and could not be fetched"), "\(cut.messages)")
        #expect(try await bench.aurora("jobs").output.contains("ready baker, $0.14"))
        try bench.service.clearScript()
        try bench.bench.replace("Person 0", with: "Somebody", in: "scenes/baker/scene.yaml")
        let changed = try await bench.build()
        #expect(changed.status == 0, "\(changed.messages)")
        #expect(changed.messages.contains("is there now, and paid"), "\(changed.messages)")
        #expect(try await bench.aurora("jobs").messages.contains("nothing is under way"))
        try bench.bench.replace("Somebody", with: "Person 0", in: "scenes/baker/scene.yaml")
        let back = try await bench.aurora("build")
        #expect(back.status == 0, "from the cache, with nothing approved: \(back.messages)")
        #expect(try bench.service.charges().count == 2)
    }

    @Test func whatWasSpentAddsUpEverywhere() async throws {
        let bench = try await HostedBench()
        try bench.bench.replace("seed: 3", with: "seed: 3, takes: 2", in: "scenes/baker/scene.yaml")
        try await bench.bench.commitAll()
        #expect(try await bench.build().status == 0)
        // Paid, and flagged: without a record; and one that was replaced before it was ever committed.
        try bench.bench.replace("Person 1 speaks", with: "\"[nsfw] speaks\"", in: "scenes/botanist/scene.yaml")
        try bench.bench.replace("seed: 3", with: "seed: 3, safety: fast", in: "scenes/botanist/scene.yaml")
        try bench.bench.replace("Person 0", with: "Somebody", in: "scenes/baker/scene.yaml")
        #expect(try await bench.build("--keep-going").status == 1)
        try bench.bench.replace("Somebody", with: "Somebody else", in: "scenes/baker/scene.yaml")
        #expect(try await bench.build("--keep-going").status == 1)
        let charged = try bench.charged()
        #expect(charged == 1_120_000)
        for grouping in ["scene", "month", "provider"] {
            let cost = try await bench.aurora("cost", "--by", grouping, "--json")
            let lines = try Self.lines(cost.output)
            let groups = lines.filter { $0["event"] as? String == "cost" }
            #expect(groups.reduce(0) { $0 + ($1["costMicroDollars"] as? Int ?? 0) } == charged, "\(cost.output)")
            #expect(lines.last?["costMicroDollars"] as? Int == charged, "\(cost.output)")
        }
        let jobs = try Self.lines(try await bench.aurora("jobs", "--all", "--json").output)
        #expect(jobs.count == 8)
        #expect(jobs.reduce(0) { $0 + ($1["chargedMicroDollars"] as? Int ?? 0) } == charged)
        #expect(jobs.count { $0["state"] as? String == "done" } == 7)
    }

    private static func plan(_ output: String) throws -> [String: Any] {
        try #require(try lines(output).first { $0["event"] as? String == "plan" })
    }

    private static func lines(_ output: String) throws -> [[String: Any]] {
        try output.split(separator: "\n").compactMap {
            try JSONSerialization.jsonObject(with: Data($0.utf8)) as? [String: Any]
        }
    }

    /// The folder of a scene's records: the first byte of SHA-256 over its id.
    private static func fan(_ scene: String) -> String {
        ["baker": "53", "botanist": "74"][scene] ?? ""
    }
}
