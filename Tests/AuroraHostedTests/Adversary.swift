import AuroraCore
import AuroraHosted
import Synchronization

/// The process is gone.
struct Crash: Error {}

/// A service, a network and a machine that do the worst, as an oracle chooses; and what came of it all.
final class Adversary: Sendable {
    struct Rules: Sendable {
        /// Faults in one run.
        var faults: Int
        /// Whether the service refuses a name that it knows.
        var refusesKnownNames = true
        /// Whether the build goes on elsewhere, with nothing in its journal, after a crash.
        var losesTheMachine = false
        /// Whether the generations of the service come to nothing.
        var failsTasks = false
    }

    private struct State {
        var faults: Int
        /// Names that the service has taken.
        var taken: Set<TaskID> = []
        var charges = 0
        /// Packets that arrive after so many further calls.
        var late: [(id: TaskID, calls: Int)] = []
        var time: Int64 = 1_000_000
    }

    let rules: Rules
    /// Chooses one of so many ways on; 0 is no fault.
    private let oracle: @Sendable (Int) -> Int
    private let state: Mutex<State>

    init(_ rules: Rules, oracle: @escaping @Sendable (Int) -> Int) {
        self.rules = rules
        self.oracle = oracle
        state = Mutex(State(faults: rules.faults))
    }

    var charges: Int { state.withLock(\.charges) }

    /// Chooses among ways on, of which the first is no fault.
    func choose<Way: Sendable>(_ ways: [Way]) -> Way {
        state.withLock { state in
            guard state.faults > 0 else { return ways[0] }
            let choice = oracle(ways.count)
            if choice > 0 { state.faults -= 1 }
            return ways[choice]
        }
    }

    /// One call passes: late packets come nearer.
    func tick() {
        state.withLock { state in
            state.time += 10
            for index in state.late.indices { state.late[index].calls -= 1 }
            let arrived = state.late.filter { $0.calls <= 0 }.map(\.id)
            state.late.removeAll { $0.calls <= 0 }
            for id in arrived { _ = Self.take(id, &state, rules) }
        }
    }

    /// Whether it was taken; if not, its name was known.
    private func take(_ id: TaskID) -> Bool { state.withLock { Self.take(id, &$0, rules) } }

    private static func take(_ id: TaskID, _ state: inout State, _ rules: Rules) -> Bool {
        if rules.refusesKnownNames, state.taken.contains(id) { return false }
        state.taken.insert(id)
        if !rules.failsTasks { state.charges += 1 }
        return true
    }

    /// A task has come over the wire. Returns whether it was taken.
    func receive(_ id: TaskID) -> Bool {
        tick()
        return take(id)
    }

    /// Whether the service has a task, by one more call.
    func holds(_ id: TaskID) -> Bool {
        tick()
        return knows(id)
    }

    private func knows(_ id: TaskID) -> Bool { state.withLock { $0.taken.contains(id) } }
}

extension Adversary: HostedService {
    private enum Packet: Sendable {
        case arrives, getsLost, answerGetsLost, isLate, isLastAct, isTooMuch, errsTaken, errsNotTaken
    }

    func submit(_ task: OutgoingTask) async throws -> SubmitAnswer {
        tick()
        let way = choose([
            Packet.arrives, .getsLost, .answerGetsLost, .isLate, .isLastAct, .isTooMuch, .errsTaken, .errsNotTaken,
        ])
        switch way {
        case .getsLost: return .unknown("time-out")
        case .isLate:
            state.withLock { $0.late.append((task.id, 3)) }
            return .unknown("time-out")
        case .isTooMuch: return .tooSoon(retryAfterSeconds: 1)
        case .errsNotTaken: return .unknown("status 503")
        case .arrives, .answerGetsLost, .isLastAct, .errsTaken: break
        }
        let isNew = take(task.id)
        if case .isLastAct = way { throw Crash() }
        if case .arrives = way { return isNew ? .accepted : .nameIsTaken }
        return .unknown("no answer")
    }

    func report(on id: TaskID) async throws -> TaskReport {
        tick()
        enum Way: Sendable { case tells, isSilent, forgets }
        switch choose([Way.tells, .isSilent, .forgets]) {
        case .isSilent: return .unclear("time-out", retryAfterSeconds: nil)
        case .forgets: return .missing
        case .tells: return knows(id) ? ended(id) : .missing
        }
    }

    func history(of id: TaskID) async throws -> TaskHistory {
        tick()
        if choose([true, false]) { return knows(id) ? .found(request: nil, ended(id)) : .missing }
        return .unclear("time-out")
    }

    private func ended(_ id: TaskID) -> TaskReport {
        rules.failsTasks
            ? .failed(ServiceError(code: "inferenceError", message: "it failed", status: 200), charged: nil)
            : .finished(
                Generation(
                    videoUUID: "V", videoURL: "https://example.com/\(id).mp4", cost: Cost(microDollars: 100)))
    }
}

extension Adversary: JobClock {
    func now() -> Int64 { state.withLock(\.time) }
    func sleep(_ milliseconds: Int64) async throws { state.withLock { $0.time += milliseconds } }
}

/// A journal of a machine that crashes before or after anything is written.
struct CrashingJournal: JobJournal {
    let journal: MemoryJobJournal
    let adversary: Adversary

    private enum Way: Sendable { case writes, crashesBefore, crashesAfter }

    func attempts(at request: RequestKey, provider: String) -> [Job] {
        journal.attempts(at: request, provider: provider)
    }

    func jobs(of workspace: String?) -> [Job] { journal.jobs(of: workspace) }

    func reserve(_ job: Job, caps: [SpendingCap]) throws(JournalError) -> Job {
        try crashing { () throws(JournalError) in try journal.reserve(job, caps: caps) }
    }

    func update(_ job: Job, from state: JobState) throws(JournalError) -> Bool {
        try crashing { () throws(JournalError) in journal.update(job, from: state) }
    }

    /// The port's errors are its own, so a crash shows as one of them, of a kind that no journal throws here.
    private func crashing<Result>(_ write: () throws(JournalError) -> Result) throws(JournalError) -> Result {
        let way = adversary.choose([Way.writes, .crashesBefore, .crashesAfter])
        if case .crashesBefore = way { throw Self.crash }
        let result = try write()
        if case .crashesAfter = way { throw Self.crash }
        return result
    }

    static let crash = JournalError.unusable(path: "", reason: "crash")
}
