import AuroraCore
import AuroraHosted
import Synchronization
import Testing

/// Every course of the protocol with up to so many faults, the real one, against the adversary: never more than one charge,
/// and always an end.
struct PaidTasksModelTests {
    enum End: String, Hashable { case done, undecided, failed, stuck }

    struct Tally: CustomStringConvertible {
        var courses = 0
        var mostCharges = 0
        var ends: [End: Int] = [:]

        var description: String {
            let ends = ends.sorted { $0.key.rawValue < $1.key.rawValue }.map { "\($0.key): \($0.value)" }
            return "\(courses) courses, at most \(mostCharges) charges, \(ends.joined(separator: ", "))"
        }
    }

    @Test(arguments: [false, true])
    func atMostOneChargeWhereTheServiceRefusesKnownNames(losesTheMachine: Bool) async throws {
        let tally = try await explore(.init(faults: 3, losesTheMachine: losesTheMachine))
        print("paid tasks, 3 faults, machine \(losesTheMachine ? "lost" : "kept"): \(tally)")
        #expect(tally.mostCharges == 1)
        #expect(tally.ends[.stuck] == nil && tally.ends[.failed] == nil)
        #expect(tally.courses > 1000)
    }

    /// The real client, over a wire that loses, garbles and refuses.
    @Test func atMostOneChargeOverTheWire() async throws {
        let tally = try await explore(.init(faults: 3, losesTheMachine: true), overTheWire: true)
        print("paid tasks over the wire, 3 faults, machine lost: \(tally)")
        #expect(tally.mostCharges == 1)
        #expect(tally.ends[.stuck] == nil && tally.ends[.failed] == nil)
        #expect(tally.courses > 1000)
    }

    @Test func atMostOneChargeWhereItTakesAnyName() async throws {
        // What may have arrived is not sent again; a person is asked.
        let tally = try await explore(.init(faults: 3, refusesKnownNames: false))
        print("paid tasks, 3 faults, names taken twice: \(tally)")
        #expect(tally.mostCharges <= 1)
        #expect(tally.ends[.stuck] == nil)
        #expect(tally.ends[.undecided, default: 0] > 0)
    }

    @Test func failuresEndInWords() async throws {
        let tally = try await explore(.init(faults: 2, losesTheMachine: true, failsTasks: true))
        print("paid tasks that fail, 2 faults, machine lost: \(tally)")
        #expect(tally.mostCharges == 0)
        #expect(tally.ends[.stuck] == nil && tally.ends[.done] == nil)
    }

    /// The test can fail: a protocol that names each attempt anew pays twice.
    @Test func aFreshNameForEachAttemptPaysTwice() async throws {
        let tally = try await explore(.init(faults: 2, losesTheMachine: true), freshNames: true)
        #expect(tally.mostCharges > 1)
    }

    /// Goes through all courses: after each, those that differ in one later choice.
    private func explore(
        _ rules: Adversary.Rules, freshNames: Bool = false, overTheWire: Bool = false
    ) async throws -> Tally {
        var tally = Tally()
        var pending: [[Int]] = [[]]
        while let beginning = pending.popLast() {
            let trail = Mutex<[(choice: Int, ways: Int)]>([])
            let adversary = Adversary(rules) { ways in
                trail.withLock { trail in
                    let choice = trail.count < beginning.count ? beginning[trail.count] : 0
                    trail.append((choice, ways))
                    return choice
                }
            }
            let end = try await course(adversary, freshNames, overTheWire)
            // Nothing in a course waits, and other tests want their turn.
            await Task.yield()
            tally.courses += 1
            tally.mostCharges = max(tally.mostCharges, adversary.charges)
            tally.ends[end, default: 0] += 1
            let taken = trail.withLock { $0 }
            for index in beginning.count..<max(taken.count, beginning.count) {
                for choice in 1..<max(taken[index].ways, 1) {
                    pending.append(taken[..<index].map(\.choice) + [choice])
                }
            }
        }
        return tally
    }

    /// One course: builds again until it ends.
    private func course(_ adversary: Adversary, _ freshNames: Bool, _ overTheWire: Bool) async throws -> End {
        let wire = WireAdversary(adversary: adversary)
        let client = HostedClient(
            url: "https://example.com/v1", key: Secret("key"), transport: wire, patient: wire)
        var journal = MemoryJobJournal()
        var isMoved = false
        var machine = 0
        for _ in 0..<16 {
            var policy = PaidPolicy()
            policy.serviceRefusesKnownNames = adversary.rules.refusesKnownNames
            let tasks = PaidTasks(
                journal: CrashingJournal(journal: journal, adversary: adversary),
                service: overTheWire ? client : adversary, clock: adversary, policy: policy)
            do {
                _ = try await tasks.obtain(wish(freshNames ? machine : 0, adversary))
                return settled(.done, adversary)
            } catch let error as PaidTaskError {
                switch error {
                case .undecided: return settled(.undecided, adversary)
                case .failed: return settled(.failed, adversary)
                // The user builds again.
                case .stillOpen, .notTaken: continue
                case .rejected, .stopped, .flagged, .nothingPaid: throw error
                }
            } catch is Crash {} catch let error as JournalError where error == CrashingJournal.crash {}
            if adversary.rules.losesTheMachine, !isMoved, adversary.choose([false, true]) {
                journal = MemoryJobJournal()
                isMoved = true
                machine += 1
            }
        }
        return settled(.stuck, adversary)
    }

    /// What is late still arrives.
    private func settled(_ end: End, _ adversary: Adversary) -> End {
        for _ in 0..<5 { adversary.tick() }
        return end
    }

    private func wish(_ machine: Int, _ adversary: Adversary) -> PaidTasks.Wish {
        enum Way: Sendable { case comes, crashes, isGone }
        return PaidTasks.Wish(
            order: Sample.order("a"), team: TeamKey(Secret("team \(machine)")), caps: [],
            prepare: { id in
                OutgoingTask(
                    id: id, members: .object(["taskType": .text("videoInference"), "taskUUID": .text(id.text)]))
            },
            deliver: { _, _ in
                switch adversary.choose([Way.comes, .crashes, .isGone]) {
                case .crashes: throw Crash()
                case .isGone: throw DeliveryGone()
                case .comes: return Artifact(digest: Digest(hashing: "video"), bytes: 5)
                }
            })
    }
}
