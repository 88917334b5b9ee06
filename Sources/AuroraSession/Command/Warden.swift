import CAuroraSystem
import Foundation
import Synchronization

/// Runs programs of other people's making: each in a process group and session of its own, under limits, killed whole
/// at its end, at its time limit, when its task is cancelled and when Aurora dies.
///
/// The work is done by a small process of Aurora's own (`warden.c`), started with the first program.
final class Warden: Sendable {
    /// A program to run.
    struct Job: Sendable {
        /// Absolute: the folder that the program starts in.
        let folder: String
        /// Absolute path of the program.
        let program: String
        /// With the program's own name first.
        let arguments: [String]
        let variables: [String: String]
        /// Wall time.
        let seconds: Int
        let limits: Limits
    }

    /// What each process of a job may use at most.
    struct Limits: Sendable {
        let cpuSeconds: UInt64
        let openFiles: UInt32
        /// Bytes of one file that it writes.
        let fileBytes: UInt64
        /// Bytes of address space.
        let memoryBytes: UInt64
    }

    /// How a program ended.
    struct Ending: Sendable {
        enum How: Sendable, Equatable {
            case exited(Int32)
            case signaled(Int32)
            case timedOut
        }

        let how: How
        /// The last that it printed, on standard output or standard error; at most 4096 bytes.
        let tail: [UInt8]
    }

    /// Why a program did not run.
    enum Failure: Error {
        /// The errno of starting it.
        case notStarted(Int32)
        /// The warden ended before the program did.
        case lost
    }

    private struct State {
        var socket: Int32?
        var process: Int32 = 0
        var lastJob: UInt64 = 0
        var waiting: [UInt64: CheckedContinuation<AuroraWardenAnswer, any Error>] = [:]
    }

    private final class Desk: Sendable {
        let state = Mutex(State())
    }

    private let desk = Desk()

    deinit {
        // The warden and the thread that listens to it end with the socket.
        let (socket, process) = desk.state.withLock { ($0.socket, $0.process) }
        guard let socket else { return }
        shutdown(socket, Int32(SHUT_RDWR))
        aurora_warden_await(process)
    }

    /// Runs a program to its end. Throws `Warden.Failure`, or `CancellationError` once a cancelled program is gone.
    func run(_ job: Job) async throws -> Ending {
        let number = desk.state.withLock { state in
            state.lastJob += 1
            return state.lastJob
        }
        let request = Self.message(job, number)
        guard request.count <= AURORA_WARDEN_MESSAGE else { throw Failure.notStarted(E2BIG) }
        let answer = try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                send(request, of: number, continuation)
                // The cancellation may have come before there was anything to stop.
                if Task.isCancelled { stop(number) }
            }
        } onCancel: {
            stop(number)
        }
        try Task.checkCancellation()
        return try Self.ending(answer)
    }

    private func send(
        _ request: [UInt8], of number: UInt64, _ continuation: CheckedContinuation<AuroraWardenAnswer, any Error>
    ) {
        let problem: Int32 = desk.state.withLock { state in
            if state.socket == nil {
                var end: Int32 = -1
                let problem = aurora_warden_start(&end, &state.process)
                guard problem == 0 else { return problem }
                let socket = end
                state.socket = socket
                let desk = desk
                Thread.detachNewThread { Self.listen(to: socket, desk) }
            }
            guard let socket = state.socket else { return EPIPE }
            state.waiting[number] = continuation
            let problem = aurora_warden_send(socket, request, request.count)
            if problem != 0 { state.waiting[number] = nil }
            return problem
        }
        if problem != 0 { continuation.resume(throwing: Failure.notStarted(problem)) }
    }

    private func stop(_ number: UInt64) {
        var request = AuroraWardenRequest()
        request.job = number
        request.task = AURORA_WARDEN_STOP.rawValue
        desk.state.withLock { state in
            guard let socket = state.socket else { return }
            // A warden that is gone has nothing left to stop.
            _ = aurora_warden_send(socket, &request, MemoryLayout<AuroraWardenRequest>.size)
        }
    }

    /// Hands out answers until the warden ends.
    private static func listen(to socket: Int32, _ desk: Desk) {
        var answer = AuroraWardenAnswer()
        while aurora_warden_receive(socket, &answer) == 1 {
            let number = answer.job
            let continuation = desk.state.withLock { $0.waiting.removeValue(forKey: number) }
            continuation?.resume(returning: answer)
        }
        let left = desk.state.withLock { state in
            defer { state.waiting = [:] }
            state.socket = nil
            return state.waiting.values.map { $0 }
        }
        close(socket)
        for continuation in left { continuation.resume(throwing: Failure.lost) }
    }

    private static func message(_ job: Job, _ number: UInt64) -> [UInt8] {
        var head = AuroraWardenRequest()
        head.job = number
        head.task = AURORA_WARDEN_RUN.rawValue
        head.argument_count = UInt32(job.arguments.count)
        head.variable_count = UInt32(job.variables.count)
        head.open_files = job.limits.openFiles
        head.cpu_seconds = job.limits.cpuSeconds
        head.file_bytes = job.limits.fileBytes
        head.memory_bytes = job.limits.memoryBytes
        head.milliseconds = UInt64(job.seconds) * 1000
        var bytes = withUnsafeBytes(of: head) { Array($0) }
        let variables = job.variables.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }
        for text in [job.folder, job.program] + job.arguments + variables {
            bytes += text.utf8
            bytes.append(0)
        }
        return bytes
    }

    private static func ending(_ answer: AuroraWardenAnswer) throws(Failure) -> Ending {
        let how: Ending.How
        switch (answer.end, answer.reason) {
        case (AURORA_WARDEN_NOT_STARTED.rawValue, _): throw .notStarted(answer.value)
        case (_, AURORA_WARDEN_TIMEOUT.rawValue): how = .timedOut
        case (AURORA_WARDEN_EXITED.rawValue, _): how = .exited(answer.value)
        default: how = .signaled(answer.value)
        }
        let count = min(Int(answer.tail_count), Int(AURORA_WARDEN_TAIL))
        return Ending(how: how, tail: withUnsafeBytes(of: answer.tail) { Array($0.prefix(count)) })
    }
}
