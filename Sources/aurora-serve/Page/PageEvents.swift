import AuroraHosted
import AuroraServe
import Synchronization

/// Tells the page of changes as long as it listens: server-sent events, each the whole overview.
struct PageEvents: Sendable {
    let desk: FrontDesk
    /// Whose tasks are told; `nil` for everybody's.
    let account: String?
    /// What was there when it was last looked.
    private let seen = Seen()

    /// How often it is looked whether something has changed.
    private static let pause = Duration.milliseconds(300)
    /// After so many looks something is sent all the same, which fails if nobody is there any more.
    private static let looks = 50

    init(desk: FrontDesk, account: String?) {
        self.desk = desk
        self.account = account
    }

    private final class Seen: Sendable {
        private let changes = Mutex<Int?>(nil)

        func isNews(_ count: Int) -> Bool {
            changes.withLock { changes in
                defer { changes = count }
                return changes != count
            }
        }
    }

    /// The first event, and those that follow it.
    var reply: Reply {
        Reply(
            status: 200, headers: [("Content-Type", "text/event-stream"), ("Cache-Control", "no-store")],
            body: .events { last in try await next(last) })
    }

    private var overview: JSONValue {
        get async throws {
            let overview = try await desk.service.overview(of: account)
            guard let board = desk.board, case .object(var members) = overview else { return overview }
            members["workspace"] = board.document
            return .object(members)
        }
    }

    /// The overview once it is another than `last`, or the same one after a while; `nil` once the server is being stopped.
    /// Nothing is looked up as long as nothing was written down.
    private func next(_ last: [UInt8]) async throws -> [UInt8]? {
        for _ in 0..<Self.looks {
            let isStopping = desk.load.current.isStopping
            desk.board?.attend()
            if seen.isNews(desk.service.changes + (desk.board?.changes.value ?? 0)) {
                let overview = Array(try await overview.line.utf8)
                if overview != last { return overview }
            }
            if isStopping { return nil }
            try await Task.sleep(for: Self.pause)
        }
        return last
    }
}
