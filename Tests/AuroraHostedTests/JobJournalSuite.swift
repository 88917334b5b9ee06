import AuroraCore
import AuroraHosted
import Testing

/// What every journal has to do.
struct JobJournalSuite {
    /// Makes an empty journal.
    let make: () throws -> any JobJournal

    func run() throws {
        try remembers()
        try knowsAJobByItsName()
        try takesRejectedOnesAgain()
        try changesOnlyWhatIsAsExpected()
        try holdsCaps()
        try countsWhatRecordsTell()
    }

    private func remembers() throws {
        let journal = try make()
        let first = Sample.job("a", attempt: 0, created: 10)
        let second = Sample.job("a", attempt: 1, created: 20)
        let other = Sample.job("b", created: 30, workspace: "/elsewhere")
        for job in [second, other, first] { #expect(try journal.reserve(job, caps: []) == job) }
        #expect(try journal.attempts(at: first.order.request, provider: "runware") == [first, second])
        #expect(try journal.attempts(at: first.order.request, provider: "other").isEmpty)
        #expect(try Set(journal.jobs(of: nil)) == [first, second, other])
        #expect(try journal.jobs(of: "/elsewhere") == [other])
        #expect(try journal.jobs(of: "/nowhere").isEmpty)
    }

    private func knowsAJobByItsName() throws {
        let journal = try make()
        let job = Sample.job("a", created: 10)
        _ = try journal.reserve(job, caps: [])
        let again = Sample.job("a", created: 20)
        #expect(try journal.reserve(again, caps: []) == job, "the first one counts")
    }

    private func takesRejectedOnesAgain() throws {
        for state in [JobState.rejected, .released] {
            let journal = try make()
            var job = Sample.job("a", created: 10)
            _ = try journal.reserve(job, caps: [])
            job.state = state
            #expect(try journal.update(job, from: .sending))
            let again = Sample.job("a", created: 20)
            #expect(try journal.reserve(again, caps: []) == again)
        }
    }

    private func changesOnlyWhatIsAsExpected() throws {
        let journal = try make()
        var job = Sample.job("a", created: 10)
        _ = try journal.reserve(job, caps: [])
        job.state = .ready
        job.generation = Generation(
            videoUUID: "V", videoURL: "https://example.com/v.mp4", cost: Cost(microDollars: 980_000), seed: "7",
            isFlagged: true)
        job.charged = Cost(microDollars: 980_000)
        job.output = Artifact(digest: Digest(hashing: "v"), bytes: 7)
        job.problem = "a “problem”"
        job.updated = 99
        #expect(try !journal.update(job, from: .accepted))
        #expect(try journal.update(job, from: .sending))
        #expect(try journal.jobs(of: nil) == [job])
        #expect(try !journal.update(Sample.job("unknown", created: 1), from: .sending))
    }

    private func holdsCaps() throws {
        let scopes: [SpendingCap.Scope] = [
            .build("build"), .scene("scene", build: "build"), .campaign("campaign", build: "build"),
            .since(5, recorded: [:]),
        ]
        for scope in scopes {
            let journal = try make()
            let cap = SpendingCap(name: "cap", limit: Cost(microDollars: 250), scope: scope)
            // Each puts 120 aside, and is expected to cost 100.
            let first = Sample.job("a", created: 10)
            _ = try journal.reserve(first, caps: [cap])
            _ = try journal.reserve(Sample.job("b", created: 10), caps: [cap])
            #expect(throws: JournalError.overCap(cap, spent: Cost(microDollars: 240), wanted: Cost(microDollars: 120)))
            {
                try journal.reserve(Sample.job("c", created: 10), caps: [cap])
            }
            #expect(try journal.jobs(of: nil).count == 2, "nothing is put aside")
            var released = first
            released.state = .released
            #expect(try journal.update(released, from: .sending))
            _ = try journal.reserve(Sample.job("c", created: 10), caps: [cap])
            _ = try journal.reserve(Sample.job("d", created: 1, build: "other", scene: "s"), caps: [cap])
        }
    }

    private func countsWhatRecordsTell() throws {
        let journal = try make()
        let known = Sample.job("a", created: 10)
        _ = try journal.reserve(known, caps: [])
        let recorded = [
            known.id: Cost(microDollars: 100), Sample.job("elsewhere", created: 1).id: Cost(microDollars: 300),
        ]
        func cap(_ limit: Int64) -> SpendingCap {
            SpendingCap(name: "month", limit: Cost(microDollars: limit), scope: .since(5, recorded: recorded))
        }
        #expect(throws: JournalError.self) { try journal.reserve(Sample.job("b", created: 10), caps: [cap(539)]) }
        _ = try journal.reserve(Sample.job("b", created: 10), caps: [cap(540)])
    }
}

/// Jobs for tests.
enum Sample {
    static let team = TeamKey(Secret("team"))

    static func order(
        _ name: String, workspace: String = "/workspace", build: String = "build", scene: String = "scene"
    ) -> JobOrder {
        JobOrder(
            provider: "runware", request: RequestKey(Digest(hashing: name)), action: ActionKey(Digest(hashing: name)),
            workspace: workspace, name: name, scene: scene, campaign: "campaign", build: build,
            model: "creatify:aurora@fast", milliseconds: 1400, estimate: Cost(microDollars: 100),
            reservation: Cost(microDollars: 120))
    }

    static func job(
        _ name: String, attempt: Int = 0, created: Int64, workspace: String = "/workspace", build: String = "build",
        scene: String = "scene"
    ) -> Job {
        let order = order(name, workspace: workspace, build: build, scene: scene)
        return Job(
            id: TaskID(team, provider: order.provider, request: order.request, attempt: attempt), order: order,
            attempt: attempt, task: #"{"taskType":"videoInference"}"#, created: created)
    }
}
