import AuroraCore
import AuroraFiles
import Foundation
import Testing

/// History and money over twenty-three commits with branches and merges, checked against what the plan says.
@Suite struct HistoryTests {
    @Test func theLogTellsEachChangeOnceAndWhatItCost() async throws {
        let repository = try await HistoryRepository()
        let plan = repository.plan
        let logged = try await repository.objects("log", "-n", "100")
        let names = try logged.map { try repository.name(try #require($0["commit"] as? String)) }
        let expected = plan.commits.reversed().filter { !$0.changes.isEmpty }
        #expect(names == expected.map(\.name))
        for (object, commit) in zip(logged, expected) {
            #expect(Self.changes(object) == commit.changes, "\(commit.name)")
            #expect(object["author"] as? String == "Ada Lovelace")
            #expect(object["subject"] as? String == "Commit \(commit.name)")
            // What any commit before it had was paid for there.
            let before = Set(plan.commits.prefix(plan.number(of: commit.name)).map(\.name))
            let new = plan.spent(by: [commit.name]).subtracting(plan.spent(by: before))
            #expect(object["costMicroDollars"] as? Int64 == Self.sum(new), "\(commit.name)")
        }
        #expect(logged.last?["time"] as? String == "2023-11-01T00:00:00+02:00")

        // A few at a time: the same, although what they cost is found further back.
        let few = try await repository.objects("log", "-n", "4")
        #expect(NSArray(array: few) == NSArray(array: Array(logged.prefix(4))))
    }

    @Test func theLogOfASceneFollowsItThroughItsNames() async throws {
        let repository = try await HistoryRepository()
        let logged = try await repository.objects("log", "opening")
        let names = try logged.map { try repository.name(try #require($0["commit"] as? String)) }
        #expect(names == ["c13", "c12", "h2", "h1", "c5", "c2", "c1"])
        let fields = try #require((logged[0]["changes"] as? [[String: Any]])?.first?["reason"] as? [[String: String]])
        #expect(fields == [["field": "prompt", "old": "opening 5", "new": "opening 6"]])

        let text = try await repository.aurora(["log", "opening", "--profile", "draft"])
        #expect(text.output.contains("renamed opening\n      from intro; the same result\n"), "\(text.output)")
        #expect(text.output.contains("prompt: opening [-5-] {+6+}\n"), "\(text.output)")
        #expect(text.output.contains("9.0 s, 29 bytes, $0.47\n"), "\(text.output)")

        let range = try await repository.objects("log", "\(repository.id("c8"))..\(repository.id("c12"))")
        #expect(
            try range.map { try repository.name(try #require($0["commit"] as? String)) } == ["c12", "c11", "c9"])
        let unknown = try await repository.aurora(["log", "openin"])
        #expect(unknown.status == 2)
        #expect(unknown.messages.contains("hint: did you mean `opening`?"), "\(unknown.messages)")
    }

    @Test func moneyIsCountedOncePerResult() async throws {
        let repository = try await HistoryRepository()
        let plan = repository.plan
        let all = plan.spent(by: Set(plan.commits.map(\.name)))
        let total = try #require(try await repository.objects("cost").last)
        #expect(total["costMicroDollars"] as? Int64 == Self.sum(all))
        #expect(total["costMicroDollars"] as? Int64 == 4_980_007)
        #expect(total["results"] as? Int == all.count)

        let providers = try await repository.objects("cost", "--by", "provider")
        for provider in ["embedded", "runware"] {
            let group = try #require(providers.first { $0["group"] as? String == provider })
            #expect(group["costMicroDollars"] as? Int64 == Self.sum(all.filter { $0.provider == provider }))
        }
        let months = try await repository.objects("cost", "--by", "month")
        #expect(months.compactMap { $0["group"] as? String } == ["2023-11"], "two hours east, November has begun")

        let campaigns = try await repository.aurora(["cost", "--by", "campaign"])
        #expect(
            campaigns.output == """
                campaign       results       cost
                spring               4  $0.860000
                (no campaign)       13  $4.120007
                total               17  $4.980007

                """, "\(campaigns.output)")

        for (older, newer) in [("c3", "c7"), ("s1", "c18"), ("c12", "h2"), ("c18", "c1")] {
            let before = plan.ancestors(of: older)
            let new = plan.spent(by: plan.ancestors(of: newer).subtracting(before))
                .subtracting(plan.spent(by: before))
            let range = "\(try repository.id(older))..\(try repository.id(newer))"
            let spent = try #require(try await repository.objects("cost", range).last)
            #expect(spent["costMicroDollars"] as? Int64 == Self.sum(new), "\(older)..\(newer)")
        }

        // What lies in the workspace uncommitted was spent too.
        let video = HistoryPlan.Video(prompt: "fresh", microDollars: 11, provider: "runware")
        try repository.bench.write(
            HistoryRepository.recordPath("draft/fresh"), HistoryRepository.record("draft/fresh", video))
        let now = try #require(try await repository.objects("cost").last)
        #expect(now["costMicroDollars"] as? Int64 == 4_980_018)
        #expect(now["uncommittedMicroDollars"] as? Int64 == 11)
    }

    @Test func anyTwoCommitsCanBeCompared() async throws {
        let repository = try await HistoryRepository()
        let plan = repository.plan
        for (one, other) in [("c1", "c18"), ("c18", "c1"), ("s3", "c6"), ("c7", "c7"), ("c12", "h2"), ("c2", "c5")] {
            let range = "\(try repository.id(one))..\(try repository.id(other))"
            let objects = try await repository.objects("diff", range)
            let expected = Self.difference(plan[one].state, plan[other].state)
            #expect(objects.dropLast().map(Self.change).sorted() == expected, "\(one)..\(other)")
            let new = plan.spent(by: [other]).subtracting(plan.spent(by: [one]))
            #expect(objects.last?["costMicroDollars"] as? Int64 == Self.sum(new), "\(one)..\(other)")
            let ending = try await repository.aurora(["diff", range, "--exit-code"])
            #expect(ending.status == (expected.isEmpty ? 0 : 4))
        }
        // Against the workspace: the records that lie there.
        try Files.remove(repository.bench.folder.path(HistoryRepository.recordPath("draft/baker")))
        let here = try await repository.objects("diff", "HEAD")
        #expect(here.dropLast().map(Self.change) == ["removed draft/baker"])
        let limited = try await repository.objects("diff", "HEAD~2", "outro")
        #expect(limited.dropLast().map(Self.change) == ["changed draft/outro"])
        let campaign = try await repository.objects("diff", repository.id("c3"), "spring", "--profile", "final")
        #expect(campaign.dropLast().map(Self.change) == ["new final/spring/a"])
    }

    @Test func whatIsBothASceneAndARevisionIsSaid() async throws {
        let repository = try await HistoryRepository()
        try repository.bench.write("scenes/main.yaml", "image: portrait.jpg\naudio: line.wav\n")
        let both = try await repository.aurora(["diff", "main"])
        #expect(both.status == 2)
        #expect(
            both.messages == """
                error: `main` is both a scene and a revision
                note: as a revision it is the commit `\(try repository.id("c18").prefix(10))`
                hint: write `-- main` for the scene, or the commit's own name for the revision

                """)
        let scene = try await repository.aurora(["diff", "--", "main"])
        #expect(scene.messages.contains("there is no file `scenes/portrait.jpg`"), "\(scene.messages)")
        let revision = try await repository.aurora(["diff", "main", "--", "outro"])
        #expect(revision.output == "no changes: 1 output unchanged\n", "\(revision.messages)")
    }

    @Test func aRevisionThatIsNotThereIsSaid() async throws {
        let repository = try await HistoryRepository()
        for (arguments, problem) in [
            (["diff", "HEAD~99"], "there is no revision `HEAD~99`"),
            (["diff", "main..mainn"], "there is no revision `mainn`"),
            (["diff", "main...HEAD"], "`main...HEAD` is no range of revisions"),
            (["cost", "HEAD:records"], "`HEAD:records` is not a commit"),
        ] {
            let ending = try await repository.aurora(arguments)
            #expect(ending.status == 2)
            #expect(ending.messages.hasPrefix("error: \(problem)\n"), "\(ending.messages)")
        }
        let plain = try await Workbench(isRepository: false)
        let without = try await plain.aurora("log")
        #expect(without.status == 2)
        #expect(without.messages.hasPrefix("error: the workspace is in no git repository"), "\(without.messages)")
        let unborn = try await Workbench()
        let empty = try await unborn.aurora("log")
        #expect(empty.messages.hasPrefix("error: the branch `main` has no commit yet"), "\(empty.messages)")
    }

    static func sum(_ videos: Set<HistoryPlan.Video>) -> Int64 { videos.reduce(0) { $0 + $1.microDollars } }

    private static func changes(_ object: [String: Any]) -> [String] {
        (object["changes"] as? [[String: Any]] ?? []).map(change).sorted()
    }

    private static func change(_ object: [String: Any]) -> String {
        "\(object["change"] ?? "") \(object["profile"] ?? "")/\(object["name"] ?? "")"
    }

    /// What `aurora diff` has to tell of two states.
    private static func difference(_ before: HistoryPlan.State, _ after: HistoryPlan.State) -> [String] {
        var told: [String] = []
        var gone = before.filter { after[$0.key] == nil }
        for (name, video) in after.sorted(by: { $0.key < $1.key }) {
            if let old = before[name] {
                if old.content != video.content || old.microDollars != video.microDollars {
                    told.append("changed \(name)")
                } else if old != video {
                    told.append("rewritten \(name)")
                }
            } else if let old = gone.first(where: { entry in
                entry.value.content == video.content
                    && entry.key.split(separator: "/")[0] == name.split(separator: "/")[0]
            }) {
                gone[old.key] = nil
                told.append("renamed \(name)")
            } else {
                told.append("new \(name)")
            }
        }
        return (told + gone.keys.map { "removed \($0)" }).sorted()
    }
}
