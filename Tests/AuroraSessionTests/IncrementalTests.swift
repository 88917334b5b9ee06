import AuroraBuild
import AuroraFiles
import AuroraTesting
import Testing

@testable import AuroraSession

/// What a glance leaves out must not matter.
@Suite struct IncrementalTests {
    /// What a diff says is what a build does, and its outputs are those of a build from nothing. After every edit, what
    /// is told from a glance is what is told from everything; and after a build from a glance,
    /// a build of everything finds nothing left to do.
    @Test func aGlanceNeverMissesAnEdit() async throws {
        let random = SeededGenerator.fresh()
        let workspace = try EditedWorkspace(random)
        _ = await workspace.build(atAGlance: true)
        var glances = 0
        var builds = 0
        for edit in 1...1000 {
            // Once in a while all is put in order and committed, so that there is something to glance at.
            if edit % 5 == 0 {
                try workspace.mend()
                _ = await workspace.build(atAGlance: true)
                _ = try? workspace.open().commit(ids: [], message: nil)
                _ = await workspace.build(atAGlance: true)
            }
            try workspace.edit()
            if try workspace.glance() != nil { glances += 1 }
            let quick = await workspace.preview(atAGlance: true)
            let whole = await workspace.preview(atAGlance: false)
            let context = "seed \(random.seed), edit \(edit): \(workspace.history.suffix(12).joined(separator: ", "))"
            try #require(quick == whole, "\(context)")
            // A workspace with mistakes cannot be built, and leaves nothing to glance at.
            if whole.contains(where: { $0.contains("scenes/") }) && workspace.number(4) > 0 { try workspace.mend() }
            guard workspace.number(2) == 0 else { continue }
            let told = await workspace.told()
            let built = await workspace.build(atAGlance: true)
            if let told, let outcome = built.outcome, outcome.report.failures.isEmpty {
                let made = Set(outcome.report.made)
                try #require(told.will.isSubset(of: made) && made.isSubset(of: told.will.union(told.may)), "\(context)")
                builds += 1
                if builds % 25 == 0 {
                    let outputs = try workspace.outputs()
                    // A file that somebody wrote over stays when its scene goes: there may be more than is asked for.
                    let wrong = try await workspace.outputsFromNothing()?.filter { outputs[$0.key] != $0.value }.keys
                    try #require(wrong?.isEmpty != false, "\(wrong?.sorted() ?? []) \(context)")
                }
            }
            let again = await workspace.build(atAGlance: false)
            try #require(built.left == again.left, "\(context)")
            guard let outcome = again.outcome else { continue }
            try #require(outcome.removed.isEmpty, "\(context)")
            if case .committed = outcome.commit?.result { Issue.record("left to commit, \(context)") }
            try #require(outcome.report.workDone.isEmpty || !built.left.isEmpty, "\(context)")
        }
        #expect(builds > 100, "seed \(random.seed)")
        // The test is about glances.
        #expect(glances > 80, "seed \(random.seed)")
    }

    @Test func aCommittedWorkspaceIsSeenToBeDoneWithAtAGlance() async throws {
        let workspace = try EditedWorkspace(SeededGenerator(seed: 1))
        #expect(await workspace.build(atAGlance: true).outcome != nil)
        // Files of this very moment may change unseen: the second build knows that they did not.
        let first = await workspace.build(atAGlance: true)
        let waiting = try #require(try workspace.glance()?.nothingToDo(BuildOptions(), hasOverrides: false))
        // What waits for a commit is told again, without git.
        #expect(waiting.commit?.uncommitted.count == 4)
        #expect(first.left == waiting.commit?.uncommitted.map { "\($0)" })
        // Until a rule comes that makes a difference.
        try workspace.folder.write("*.wav\n", to: "sounds/.gitignore")
        #expect(try workspace.glance()?.nothingToDo(BuildOptions(), hasOverrides: false) == nil)
        try Files.remove(workspace.folder.path("sounds/.gitignore"))
        _ = try workspace.open().commit(ids: [], message: nil)
        // HEAD has moved: one more look, which is remembered.
        #expect(try workspace.glance()?.nothingToDo(BuildOptions(), hasOverrides: false) == nil)
        #expect(await workspace.build(atAGlance: true).outcome != nil)
        let outcome = try #require(try workspace.glance()?.nothingToDo(BuildOptions(), hasOverrides: false))
        #expect(outcome.report.untouched.count == 4 && outcome.commit?.result == .upToDate)
    }
}

extension BuildReport {
    /// Names of what was made.
    fileprivate var made: [String] {
        entries.compactMap { if case .made = $0.outcome { $0.action.name } else { nil } }
    }

    /// Names of what was made or restored.
    fileprivate var workDone: [String] {
        entries.compactMap { entry in
            switch entry.outcome {
            case .made, .restored: entry.action.name
            case .current, .unneeded, .failed, .blocked, .skipped: nil
            }
        }
    }
}
