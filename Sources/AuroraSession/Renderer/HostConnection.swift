import AuroraFiles
import CAuroraSystem
import Foundation
import Glibc
import RenderProtocol
import Synchronization

/// One renderer that stays open, from its start to its end. A thread of its own starts it and listens to it: the
/// renderer dies with the thread that started it.
final class HostConnection: Sendable {
    private struct Job {
        let progress: @Sendable (RenderProgress) -> Void
        let continuation: CheckedContinuation<HostEnding?, Never>
    }

    private struct State {
        /// Nil once nothing can be said any more.
        var socket: Int32?
        /// 0 before the process is there, and after.
        var process: Int32 = 0
        var jobs: [Int: Job] = [:]
        /// Nobody gives it any more work.
        var isRetired = false
        var hasCarriedOut = false
    }

    private let program: RendererHost.Program
    /// The root folder when the renderer was confined to it: another one of the same name is closed to it.
    private let root: UInt64?
    private let state: Mutex<State>

    private let idleSeconds: Int
    /// How long a renderer may take to end a job. Its copies end in a moment; it may be busy itself.
    private static let stopSeconds = 0.1

    /// Begins to start a renderer. Nil if there is nothing to speak to it by.
    init?(_ program: RendererHost.Program, idleSeconds: Int) {
        var (own, other): (Int32, Int32) = (-1, -1)
        guard aurora_host_socket(&own, &other) == 0 else { return nil }
        self.program = program
        self.idleSeconds = idleSeconds
        root = Self.inode(program.root)
        state = Mutex(State(socket: own))
        let (socket, end) = (own, other)
        Thread.detachNewThread { self.serve(socket, end) }
    }

    /// Whether it can be given work of this program's.
    func isOpen(_ program: RendererHost.Program) -> Bool {
        guard self.program == program, root != nil, Self.inode(program.root) == root else { return false }
        return state.withLock { $0.socket != nil && !$0.isRetired }
    }

    var process: Int32 { state.withLock { $0.process } }

    /// Whether it has carried out anything, or was closed on purpose.
    var wasOfUse: Bool { state.withLock { $0.hasCarriedOut || $0.isRetired } }

    /// Has it end once its jobs have, at once if it has none.
    func retire() {
        state.withLock { state in
            state.isRetired = true
            if state.jobs.isEmpty, let socket = state.socket { shutdown(socket, Int32(SHUT_RDWR)) }
        }
    }

    /// Gives it a job. `continuation` gets nil if it dies before that has ended.
    func submit(
        _ order: HostOrder, job: Int, _ progress: @escaping @Sendable (RenderProgress) -> Void,
        _ continuation: CheckedContinuation<HostEnding?, Never>
    ) {
        let isTaken = state.withLock { state in
            guard let socket = state.socket, !state.isRetired, Self.send(order, to: socket) else { return false }
            state.jobs[job] = Job(progress: progress, continuation: continuation)
            return true
        }
        if !isTaken { continuation.resume(returning: nil) }
    }

    /// Has a job ended. If that takes long, all is ended: no interrupt waits for a renderer.
    func stop(_ job: Int) {
        let isRunning = state.withLock { state in
            guard let socket = state.socket, state.jobs[job] != nil else { return false }
            return Self.send(.stop(job: job), to: socket)
        }
        guard isRunning else { return }
        Thread.detachNewThread {
            Thread.sleep(forTimeInterval: Self.stopSeconds)
            self.state.withLock { state in
                if state.jobs[job] != nil, state.process > 0 { kill(state.process, SIGKILL) }
            }
        }
    }

    private static func send(_ order: HostOrder, to socket: Int32) -> Bool {
        guard let line = try? JSONEncoder().encode(order) else { preconditionFailure("an order is numbers and text") }
        let bytes = [UInt8](line) + [UInt8(ascii: "\n")]
        var start = 0
        while start < bytes.count {
            let sent = bytes.withUnsafeBytes { buffer in
                Glibc.send(
                    socket, buffer.baseAddress.map { $0 + start }, buffer.count - start, Int32(MSG_NOSIGNAL))
            }
            if sent < 0 && errno == EINTR { continue }
            guard sent > 0 else { return false }
            start += sent
        }
        return true
    }

    private static func inode(_ path: String) -> UInt64? { (try? FileFacts.of(path))?.map(\.inode) ?? nil }
}

// MARK: - Its thread

extension HostConnection {
    private func serve(_ socket: Int32, _ end: Int32) {
        // A renderer that cannot be started is one that has ended: each request then tells why with its own.
        let process = Self.start(program, end)
        Glibc.close(end)
        state.withLock { $0.process = process }
        listen(to: socket)
        let left = state.withLock { state in
            state.socket = nil
            state.process = 0
            defer { state.jobs = [:] }
            return state.jobs.values.map(\.continuation)
        }
        // What it is still busy with is nobody's work any more.
        if process > 0 {
            kill(process, SIGKILL)
            while waitpid(process, nil, 0) < 0 && errno == EINTR {}
        }
        Glibc.close(socket)
        for continuation in left { continuation.resume(returning: nil) }
    }

    /// The process; 0 if there is none.
    private static func start(_ program: RendererHost.Program, _ end: Int32) -> Int32 {
        var process: Int32 = 0
        let lists = [[program.path, "--serve"], program.variables].map { words in words.map { strdup($0) } }
        defer { for word in lists.joined() { free(word) } }
        let (arguments, variables) = (
            lists[0].map { UnsafePointer($0) } + [nil], lists[1].map { UnsafePointer($0) } + [nil]
        )
        return aurora_host_start(program.path, program.root, arguments, variables, end, &process) == 0 ? process : 0
    }

    /// Hands out reports until there are no more.
    private func listen(to socket: Int32) {
        var cutter = LineCutter(maximumLength: 1 << 20)
        var part = [UInt8](repeating: 0, count: 64 << 10)
        while true {
            let isIdle = state.withLock { $0.jobs.isEmpty }
            var input = pollfd(fd: socket, events: Int16(POLLIN), revents: 0)
            let ready = poll(&input, 1, isIdle ? Int32(idleSeconds * 1000) : -1)
            if ready == 0 { retireIfIdle() }
            if ready <= 0 { continue }
            let count = part.withUnsafeMutableBytes { recv(socket, $0.baseAddress, $0.count, 0) }
            if count < 0 && errno == EINTR { continue }
            guard count > 0 else { return }
            for line in part.withUnsafeBytes({ cutter.lines(in: UnsafeRawBufferPointer(rebasing: $0[..<count])) }) {
                // What is no report is said by no renderer of this version.
                guard let report = try? JSONDecoder().decode(HostReport.self, from: Data(line.utf8)) else { return }
                handOut(report)
            }
        }
    }

    private func retireIfIdle() {
        if state.withLock({ $0.jobs.isEmpty }) { retire() }
    }

    private func handOut(_ report: HostReport) {
        switch report {
        case .progress(let job, let step): state.withLock { $0.jobs[job]?.progress }?(step)
        case .ended(let job, let ending):
            let continuation = state.withLock { state in
                state.hasCarriedOut = true
                let ended = state.jobs.removeValue(forKey: job)
                if state.isRetired, state.jobs.isEmpty, let socket = state.socket {
                    shutdown(socket, Int32(SHUT_RDWR))
                }
                return ended?.continuation
            }
            continuation?.resume(returning: ending)
        }
    }
}
