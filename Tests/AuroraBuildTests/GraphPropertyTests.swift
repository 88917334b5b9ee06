import AuroraBuild
import AuroraCore
import AuroraGraph
import AuroraTesting
import AuroraWorkspace
import Testing

/// What holds for any series of edits, losses and orders of execution.
@Suite struct GraphPropertyTests {
    private static func scenes(_ random: inout SeededGenerator) -> [Scene] {
        ["a", "b", "c"].map { id in
            let texts = ["Good", "GOOD", "good", "Bad", "BAD"]
            return Samples.scene(
                id, image: ["a.png", "b.png"].randomElement(using: &random) ?? "a.png",
                prompt: "Speak \(Int.random(in: 0...2, using: &random))",
                speech: Int.random(in: 0...3, using: &random) == 0 ? nil : texts.randomElement(using: &random),
                settings: Settings(.takes(Int.random(in: 1...2, using: &random))),
                posterAt: [nil, 0, 1000].randomElement(using: &random) ?? nil,
                variants: [[], [.webm], [.webm, .mov]].randomElement(using: &random) ?? [])
        }
    }

    /// Loses a third of what the cache knows.
    private static func lose(_ plan: Plan, _ bench: GraphBench, _ random: inout SeededGenerator) {
        for step in plan.steps where Int.random(in: 0...2, using: &random) == 0 {
            if let key = step.keyed?.key { bench.cache.forget(key) }
        }
    }

    @Test func whatWillRunRunsAndNothingRunsThatMayNot() async throws {
        var random = SeededGenerator.fresh()
        for _ in 0..<20 {
            let bench = try GraphBench()
            for _ in 0..<12 {
                let scenes = Self.scenes(&random)
                if Bool.random(using: &random) { Self.lose(try bench.plan(scenes), bench, &random) }
                let plan = try bench.plan(scenes)
                // By their keys: of several with one key, any may be the one that runs.
                let will = Set(plan.steps.filter(\.state.willRun).compactMap(\.keyed?.key))
                let named = Set((plan.steps.filter(\.state.willRun) + plan.mayRun).map(\.action.name))
                let report = try await bench.build(scenes, jobs: Int.random(in: 1...4, using: &random)).report
                let made = report.entries.filter { if case .made = $0.outcome { true } else { false } }
                #expect(will.isSubset(of: Set(made.compactMap(\.keyed?.key))), "seed \(random.seed)")
                let ran = bench.takeRuns()
                #expect(Set(ran).isSubset(of: named), "seed \(random.seed): \(Set(ran).subtracting(named))")
                #expect(Set(ran).isSubset(of: Set(made.map(\.action.name))), "seed \(random.seed)")
                #expect(Set(ran).count == ran.count, "seed \(random.seed)")
                let after = try bench.plan(scenes).steps.filter { !$0.state.isSettled }
                #expect(after.isEmpty, "seed \(random.seed): \(after.map { "\($0.action.name) \($0.state)" })")
            }
        }
    }

    @Test func theOutputsAreThoseOfACleanBuildInAnyOrder() async throws {
        var random = SeededGenerator.fresh()
        let bench = try GraphBench()
        for _ in 0..<60 {
            let scenes = Self.scenes(&random)
            if Bool.random(using: &random) { Self.lose(try bench.plan(scenes), bench, &random) }
            _ = try await bench.build(scenes, jobs: Int.random(in: 1...4, using: &random))
            let clean = try GraphBench()
            _ = try await clean.build(scenes)
            let due = Set(Samples.graph(scenes).actions.compactMap(\.publication?.output))
            #expect(bench.outputs.filter { due.contains($0.key) } == clean.outputs, "seed \(random.seed)")
        }
    }

    @Test func aBuildAfterFailuresEndsWhereOneWithoutThemDoes() async throws {
        var random = SeededGenerator.fresh()
        for _ in 0..<20 {
            let bench = try GraphBench()
            let scenes = Self.scenes(&random)
            let names = try bench.plan(scenes).steps.map(\.action.name)
            let failing = Set(names.filter { _ in Int.random(in: 0...2, using: &random) == 0 })
            bench.failing.withLock { $0 = failing }
            let report = try await bench.build(
                scenes, jobs: Int.random(in: 1...3, using: &random),
                policy: Bool.random(using: &random) ? .keepGoing : .stopStarting
            ).report
            var failed: Set<String> = []
            for entry in report.entries {
                if case .failed = entry.outcome { failed.insert(entry.action.name) }
            }
            for entry in report.entries {
                guard case .blocked(let names) = entry.outcome else { continue }
                #expect(!names.isEmpty && failed.isSuperset(of: names), "seed \(random.seed): \(names)")
            }
            bench.failing.withLock { $0 = [] }
            _ = try await bench.build(scenes)
            let clean = try GraphBench()
            _ = try await clean.build(scenes)
            #expect(bench.outputs == clean.outputs, "seed \(random.seed)")
        }
    }
}
