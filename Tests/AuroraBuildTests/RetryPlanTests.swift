import AuroraBuild
import AuroraCore
import AuroraTesting
import Testing

/// A plan that is only about what failed.
@Suite struct RetryPlanTests {
    private let scenes = [
        Samples.scene("a", speech: "Good", posterAt: 1000), Samples.scene("b", speech: "Well", posterAt: 1000),
    ]

    private func todo(_ plan: Plan) -> [String] { plan.steps.filter { !$0.state.isSettled }.map(\.action.name) }

    @Test func whatDependsOnAFailureIsPartOfIt() async throws {
        let bench = try GraphBench()
        let plan = try bench.plan(scenes)
        let speech = try #require(plan.steps[0].keyed?.key)
        #expect(todo(plan.retrying([speech])) == ["a.speech", "a", "a.poster"])
        #expect(todo(plan.retrying([])) == [])
        #expect(plan.retrying([]).isUpToDate)
    }

    @Test func whatAFailureNeedsIsPartOfItAndTheRestStays() async throws {
        let bench = try GraphBench()
        bench.failing.withLock { $0 = ["a"] }
        let first = try await bench.build(scenes, policy: .keepGoing)
        let failed = try #require(first.report.entries.first { $0.action.name == "a" }?.keyed?.key)
        bench.cache.forgetAll()
        // The speech is gone, so its key is not known to give the failed one: nothing can be said to have failed.
        #expect(todo(try bench.plan(scenes).retrying([failed])) == [])
        bench.failing.withLock { $0 = ["a"] }
        _ = try await bench.build(scenes, policy: .keepGoing)
        #expect(todo(try bench.plan(scenes).retrying([failed])) == ["a", "a.poster"])
    }
}
