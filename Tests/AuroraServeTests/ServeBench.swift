import AuroraCore
import AuroraFiles
import AuroraHosted
import AuroraTesting
import Foundation
import Synchronization

@testable import AuroraServe

/// A server without sockets: the real rules and the real database, a maker that writes a few bytes, and calls that go nowhere.
struct ServeBench {
    let folder: TemporaryFolder
    let service: Service
    let maker: ScriptedMaker
    let calls: RecordingCalls
    let clock: TestClock

    init(together: Int = 1, _ change: (inout ServeSettings) -> Void = { _ in }) throws {
        folder = try TemporaryFolder()
        var settings = ServeSettings()
        change(&settings)
        (service, maker, calls, clock) = try Self.start(ServeFolder(folder.path("data")), settings, together)
    }

    /// Another server on the same folder, as after a restart.
    func restarted() throws -> Service { try Self.start(ServeFolder(folder.path("data")), service.settings).0 }

    private static func start(_ place: ServeFolder, _ settings: ServeSettings, _ together: Int = 1) throws -> (
        Service, ScriptedMaker, RecordingCalls, TestClock
    ) {
        try place.prepare()
        let (maker, calls, clock) = (ScriptedMaker(together: together), RecordingCalls(), TestClock())
        let service = Service(
            settings: settings, folder: place, store: try ServeStore(place.database), maker: maker, calls: calls,
            now: { clock.now }, log: { _ in })
        return (service, maker, calls, clock)
    }

    static let caller = Caller(account: "me", origin: "http://127.0.0.1:7860")

    /// The eight bytes of a PNG picture's head, and of a RIFF WAVE sound's first twelve, in base64.
    static let picture = Data([0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]).base64EncodedString()
    static let sound = Data("RIFF....WAVE".utf8).base64EncodedString()
    static let id = "0d8b8a2e-7b0b-4d66-9b4e-5f0d7f5a8c11"

    /// A task that is right, but for what is changed.
    static func task(_ changes: [String: JSONValue?] = [:], id: String = Self.id) -> JSONValue {
        var members: [String: JSONValue] = [
            "taskType": .text("videoInference"), "taskUUID": .text(id), "model": .text("creatify:aurora@fast"),
            "inputs": .object(["image": .text(picture), "audio": .text(sound)]),
        ]
        for (name, value) in changes { members[name] = value }
        return .object(members)
    }

    func answer(_ tasks: JSONValue..., as caller: Caller = Self.caller) async -> ServiceAnswer {
        await service.answer(tasks, for: caller)
    }

    /// What is told of a task.
    func report(_ id: String = Self.id, as caller: Caller = Self.caller) async -> ServiceAnswer {
        await answer(.object(["taskType": .text("getResponse"), "taskUUID": .text(id)]), as: caller)
    }

    /// Carries out all that waits.
    func work() async {
        await service.line.closeWhenEmpty()
        await TaskWorker(service).run()
    }

    /// An upload of the picture.
    func upload(as caller: Caller = Self.caller) async -> ServiceAnswer {
        await answer(
            .object([
                "taskType": .text("mediaStorage"), "taskUUID": .text(Self.id), "operation": .text("upload"),
                "media": .text(Self.picture),
            ]), as: caller)
    }
}

/// Makes "videos" at once, and can fail.
final class ScriptedMaker: VideoMaking {
    private let script = Mutex<(failure: MakingFailure?, milliseconds: Int?, made: [UInt64])>((nil, 3200, []))
    /// So many videos are begun before the first of them is done.
    private let together: Int

    init(together: Int = 1) { self.together = together }

    /// Seeds of what was made, in order.
    var seeds: [UInt64] { script.withLock { $0.made } }

    func fail(_ failure: MakingFailure) { script.withLock { $0.failure = failure } }

    /// Nil: sounds cannot be decoded.
    func set(milliseconds: Int?) { script.withLock { $0.milliseconds = milliseconds } }

    func make(_ order: VideoOrder, progress: @escaping @Sendable (Double) -> Void) async throws -> MadeVideo {
        let (failure, milliseconds) = script.withLock { script in
            script.made.append(order.seed)
            return (script.failure, script.milliseconds)
        }
        if let failure { throw failure }
        if seeds.count < together, try await !Patience.until({ seeds.count >= together }) {
            throw MakingFailure.broken("")
        }
        progress(0.5)
        try Files.write(Array("video".utf8), to: order.output)
        return MadeVideo(milliseconds: milliseconds ?? 0)
    }

    func soundMilliseconds(of file: String) async throws -> Int? { script.withLock { $0.milliseconds } }
}

/// Notes who is called, and answers as it is told.
final class RecordingCalls: OutgoingCalls {
    private let state = Mutex<(status: Int, called: [(url: String, body: String)])>((200, []))

    var called: [(url: String, body: String)] { state.withLock { $0.called } }

    func answer(_ status: Int) { state.withLock { $0.status = status } }

    func objection(to url: String) -> String? { url.contains("forbidden") ? "it is forbidden" : nil }

    func fetch(_ url: String, to path: String, maximumBytes: Int64) async throws(CallFailure) {
        guard let data = Data(base64Encoded: url.contains("picture") ? ServeBench.picture : ServeBench.sound),
            !url.contains("missing")
        else { throw CallFailure("it answers with status 404", mayPass: false) }
        do { try Files.write([UInt8](data), to: path) } catch { throw CallFailure("\(error)", mayPass: false) }
    }

    func post(_ document: [UInt8], to url: String) async throws(CallFailure) -> Int {
        note(url, String(decoding: document, as: UTF8.self))
    }

    func put(_ file: String, contentType: String, to url: String) async throws(CallFailure) -> Int {
        note(url, contentType)
    }

    private func note(_ url: String, _ body: String) -> Int {
        state.withLock { state in
            state.called.append((url, body))
            return state.status
        }
    }
}

/// A clock that goes when it is told to.
final class TestClock: Sendable {
    private let time = Mutex<Int64>(1_800_000_000_000)

    var now: Int64 { time.withLock { $0 } }

    func pass(milliseconds: Int64) { time.withLock { $0 += milliseconds } }
}
