import AuroraFiles
import RenderProtocol
import Synchronization

/// The renderer that stays open (`aurora-render --serve`): started when it is first needed, and again should it die.
///
/// It carries out each request in a copy of itself, so that a picture which breaks the renderer breaks its own request
/// alone. One serves all sessions of this process; where it cannot, requests get a renderer of their own.
package final class RendererHost: Sendable {
    /// How a renderer is started.
    struct Program: Equatable {
        let path: String
        /// `NAME=value`, in order.
        let variables: [String]
        /// The folder that it works in, with every folder of its requests somewhere below.
        let root: String
    }

    private struct State {
        var connection: HostConnection?
        var lastJob = 0
        /// Hosts, one after another, that died before they had carried out anything.
        var failures = 0
    }

    private let state = Mutex(State())

    /// Whoever dies so often at once is of no use.
    private static let mostFailures = 3

    /// A renderer without work is closed after so long.
    private let idleSeconds: Int

    package init(idleSeconds: Int = 60) { self.idleSeconds = idleSeconds }

    /// The process of the renderer that is open; 0 if there is none.
    var process: Int32 { state.withLock { $0.connection?.process ?? 0 } }

    deinit { close() }

    /// Ends the renderer, if one is open. The next request opens another.
    package func close() {
        state.withLock { state in
            state.connection?.retire()
            state.connection = nil
        }
    }

    /// Has a request carried out in `folder`, which is below the program's root. How that ended; nil if there is no
    /// renderer that stays open, or it died over it. Throws `CancellationError` once a cancelled request is over.
    func run(
        _ request: RenderRequest, in folder: String, _ program: Program,
        progress: @escaping @Sendable (RenderProgress) -> Void
    ) async throws -> HostEnding? {
        guard folder.hasPrefix(program.root + "/"), let (job, connection) = connection(to: program) else { return nil }
        let order = HostOrder.run(
            job: job, folder: String(folder.dropFirst(program.root.count + 1)), request: request)
        let ending = await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                connection.submit(order, job: job, progress, continuation)
                // The cancellation may have come before there was anything to stop.
                if Task.isCancelled { connection.stop(job) }
            }
        } onCancel: {
            connection.stop(job)
        }
        try Task.checkCancellation()
        return ending
    }

    /// A renderer of this program, and a number for the next job.
    private func connection(to program: Program) -> (job: Int, HostConnection)? {
        state.withLock { state in
            state.lastJob += 1
            if let open = state.connection, open.isOpen(program) { return (state.lastJob, open) }
            if let closed = state.connection {
                state.failures = closed.wasOfUse ? 0 : state.failures + 1
                closed.retire()
                state.connection = nil
            }
            guard state.failures < Self.mostFailures else { return nil }
            state.connection = HostConnection(program, idleSeconds: idleSeconds)
            return state.connection.map { (state.lastJob, $0) }
        }
    }
}
