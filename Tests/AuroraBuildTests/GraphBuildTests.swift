import AuroraBuild
import AuroraCore
import AuroraGraph
import AuroraTesting
import AuroraWorkspace
import Testing

/// Actions that are made from what other actions make.
@Suite struct GraphBuildTests {
    private func scene(_ text: String, id: String = "a", prompt: String = "Speak", posterAt: Int? = 1000) -> Scene {
        Samples.scene(id, prompt: prompt, speech: text, posterAt: posterAt)
    }

    private func key(_ name: String, _ plan: Plan) throws -> ActionKey {
        try #require(plan.steps.first { $0.action.name == name }?.keyed?.key)
    }

    @Test func aChainIsMadeInItsOrderAndThenStays() async throws {
        let bench = try GraphBench()
        let first = try await bench.build([scene("Good")], jobs: 3)
        #expect(bench.takeRuns() == ["a.speech", "a", "a.poster"])
        #expect(first.events.first == "planned 1 0 0 may 2", "\(first.events)")
        #expect(bench.outputs.keys.sorted() == ["out/draft/a.mp4", "out/draft/a.poster.jpg"])
        #expect(try bench.plan([scene("Good")]).isUpToDate)
        #expect(try await bench.build([scene("Good")]).events == ["planned 0 0 2"])
    }

    @Test func theSameSoundMakesNothingElse() async throws {
        let bench = try GraphBench()
        _ = try await bench.build([scene("Good")])
        _ = bench.takeRuns()
        let plan = try bench.plan([scene("GOOD")])
        #expect(plan.runs.map(\.action.name) == ["a.speech"])
        #expect(plan.mayRun.map(\.action.name) == ["a", "a.poster"])
        let again = try await bench.build([scene("GOOD")])
        #expect(bench.takeRuns() == ["a.speech"])
        #expect(
            again.events == [
                "planned 1 0 0 may 2", "started a.speech", "finished a.speech", "finished a from the cache",
                "unchanged a.poster",
            ], "the record of the video tells of the new speech; its poster is what it was")
        #expect(try bench.plan([scene("GOOD")]).isUpToDate)
    }

    @Test func theSameVideoKeepsItsPoster() async throws {
        let bench = try GraphBench()
        _ = try await bench.build([scene("Good", prompt: "Speak 1")])
        _ = bench.takeRuns()
        _ = try await bench.build([scene("Good", prompt: "Speak 2")])
        #expect(bench.takeRuns() == ["a"])
    }

    @Test func anotherTextMakesAllOfIt() async throws {
        let bench = try GraphBench()
        _ = try await bench.build([scene("Good")])
        _ = bench.takeRuns()
        let plan = try bench.plan([scene("Bad")])
        #expect(plan.steps[0].state == .run(.changed([FieldChange(name: "text", old: "Good", new: "Bad")])))
        #expect(plan.steps[1].state == .pending(.init(after: ["a.speech"], isNew: false)))
        _ = try await bench.build([scene("Bad")], jobs: 2)
        #expect(bench.takeRuns() == ["a.speech", "a", "a.poster"])
    }

    @Test func whatNobodyNeedsIsNotMadeAgain() async throws {
        let bench = try GraphBench()
        _ = try await bench.build([scene("Good")])
        _ = bench.takeRuns()
        bench.cache.forget(try key("a.speech", try bench.plan([scene("Good")])))
        let plan = try bench.plan([scene("Good")])
        #expect(plan.steps[0].state == .unneeded)
        #expect(plan.isUpToDate, "the record tells what the speech was")
        _ = try await bench.build([scene("Good")])
        #expect(bench.takeRuns() == [])
    }

    @Test func whatSomebodyNeedsAgainIsMadeAgain() async throws {
        let bench = try GraphBench()
        _ = try await bench.build([scene("Good")])
        _ = bench.takeRuns()
        bench.cache.forget(try key("a.speech", try bench.plan([scene("Good")])))
        let plan = try bench.plan([scene("Good", prompt: "Smile")])
        #expect(plan.steps[0].state == .run(.resultMissing))
        #expect(plan.steps[1].state == .run(.changed([FieldChange(name: "prompt", old: "Speak", new: "Smile")])))
        _ = try await bench.build([scene("Good", prompt: "Smile")])
        #expect(bench.takeRuns() == ["a.speech", "a", "a.poster"])
    }

    @Test func aCleanCloneKnowsTheKeysOfWhatIsDownstream() async throws {
        let bench = try GraphBench()
        _ = try await bench.build([scene("Good")])
        let before = try bench.plan([scene("Good")]).steps.map(\.keyed?.key)
        bench.cache.forgetAll()
        let after = try bench.plan([scene("Good")])
        #expect(after.steps.map(\.keyed?.key) == before)
        #expect(after.steps.map(\.state) == [.run(.resultMissing), .run(.resultMissing), .run(.resultMissing)])
    }

    @Test func aFailureBlocksOnlyWhatDependsOnIt() async throws {
        let bench = try GraphBench()
        bench.failing.withLock { $0 = ["a.speech"] }
        let result = try await bench.build([scene("Good"), scene("Bad", id: "b")], jobs: 2, policy: .keepGoing)
        #expect(Set(bench.takeRuns()) == ["a.speech", "b.speech", "b", "b.poster"])
        #expect(
            result.events.filter { $0.contains("skipped") } == [
                "skipped a blocked by a.speech", "skipped a.poster blocked by a.speech",
            ])
        #expect(result.report.failures.map(\.problem) == ["`a.speech` does not work"])
        let blocked = result.report.entries.count { if case .blocked = $0.outcome { true } else { false } }
        #expect(blocked == 2)
    }

    @Test func oneTextIsSpokenOnceForAll() async throws {
        let bench = try GraphBench()
        let scenes = ["a", "b", "c"].map { scene("Good", id: $0, prompt: "for \($0)") }
        _ = try await bench.build(scenes, jobs: 3)
        #expect(bench.takeRuns().count { $0.hasSuffix(".speech") } == 1)
        #expect(bench.outputs.count == 6)
    }

    @Test func everyTakeSharesTheSpeechAndHasItsOwnPosterAndVariants() {
        let scene = Samples.scene(
            "a", speech: "Good", settings: Settings(.takes(2)), posterAt: 500, variants: [.webm, .mov])
        let graph = Samples.graph([scene])
        #expect(
            graph.actions.map(\.name) == [
                "a.speech", "a", "a.webm", "a.mov", "a.poster", "a.t2", "a.t2.webm", "a.t2.mov", "a.t2.poster",
            ])
        #expect(
            graph.actions.compactMap(\.publication?.output) == [
                "out/draft/a.mp4", "out/draft/a.webm", "out/draft/a.mov", "out/draft/a.poster.jpg",
                "out/draft/a.t2.mp4", "out/draft/a.t2.webm", "out/draft/a.t2.mov", "out/draft/a.t2.poster.jpg",
            ])
        #expect(graph.consumers[0].map(\.index) == [1, 5])
    }
}
