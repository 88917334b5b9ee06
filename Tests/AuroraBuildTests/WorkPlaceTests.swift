import AuroraBuild
import AuroraCache
import AuroraCore
import AuroraGraph
import AuroraTesting
import Synchronization
import Testing

/// What a service does takes up no job of this machine, and has a limit of its own.
@Suite struct WorkPlaceTests {
    @Test(.timeLimit(.minutes(2))) func waitingForAServiceKeepsNothingElseBack() async throws {
        let folder = try TemporaryFolder()
        let scenes =
            ["l1", "l2", "l3"].map { Samples.scene($0, prompt: $0) }
            + (1...6).map { Samples.scene("s\($0)", prompt: "\($0)", provider: .hosted) }
        let store = MemoryContentStore()
        let plan = try Planner(
            actionCache: MemoryActionCache(), contentStore: store, recorded: { _ in nil },
            placement: { _, _ in .absent }
        ).plan(Samples.graph(scenes), digest: Samples.digest)
        let provider = MeetingProvider(folder, meeting: [.thisMachine: 1, .service: 3])
        let report = await Executor(
            jobs: 1, tasks: 3, failurePolicy: .stopStarting, contentStore: store, actionCache: MemoryActionCache(),
            actionLocks: MemoryActionLocks(), provider: { _ in provider }, publish: { _, _ in .published }
        ).execute(plan, observer: EventLog())
        #expect(report.failures.isEmpty)
        #expect(provider.hasMet)
        #expect(provider.most == [.thisMachine: 1, .service: 3])
    }
}

/// Ends nothing before so many actions run at one time at each place.
private final class MeetingProvider: Provider {
    private let folder: TemporaryFolder
    private let meeting: [WorkPlace: Int]
    private let state = Mutex(State())

    private struct State {
        var running: [WorkPlace: Int] = [:]
        var most: [WorkPlace: Int] = [:]
        var hasMet = false
    }

    init(_ folder: TemporaryFolder, meeting: [WorkPlace: Int]) {
        self.folder = folder
        self.meeting = meeting
    }

    var most: [WorkPlace: Int] { state.withLock { $0.most } }
    var hasMet: Bool { state.withLock { $0.hasMet } }

    func objections(to action: Action) -> [Diagnostic] { [] }

    func run(_ request: ProviderRequest, progress: @escaping @Sendable (ActionProgress) -> Void) async throws
        -> ProvidedFile
    {
        let place = request.action.work.place
        state.withLock { state in
            let count = state.running[place, default: 0] + 1
            state.running[place] = count
            state.most[place] = max(count, state.most[place] ?? 0)
            if state.running == meeting { state.hasMet = true }
        }
        defer { state.withLock { $0.running[place, default: 0] -= 1 } }
        _ = try await Patience.until { hasMet }
        return ProvidedFile(
            path: try folder.write("video of \(request.key)", to: request.action.name), media: Samples.media,
            cost: .zero)
    }
}
