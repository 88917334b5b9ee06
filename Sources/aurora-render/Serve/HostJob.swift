import CAuroraSystem
import FoundationEssentials
import Glibc
import RenderProtocol

/// One request that a host has copies of itself carry out, and the copy that is at work.
struct HostJob {
    /// What is to be done.
    struct Task {
        let number: Int
        let folder: String
        let request: RenderRequest
    }

    /// What the copy does.
    enum Step {
        /// Decode the picture into a file in memory.
        case look(PortraitShelf.Key, pixels: Int32)
        /// Carry out the request.
        case work
    }

    let task: Task
    let step: Step
    private var copy: AuroraCopy
    private(set) var isStopped = false
    private var output = LineReader(limit: 4096)
    private var complaints = LineReader(limit: 4096)
    private var lastWords: [[UInt8]] = []

    private static let wordCount = 5

    init(_ task: Task, _ step: Step, _ copy: AuroraCopy) {
        self.task = task
        self.step = step
        self.copy = copy
    }

    /// What to wait for: the end, output, complaints.
    var files: [pollfd] {
        [copy.ended, copy.output, copy.complaints].map { pollfd(fd: $0, events: Int16(POLLIN), revents: 0) }
    }

    mutating func kill() {
        isStopped = true
        aurora_host_kill(&copy)
    }

    /// The steps that the copy has told of since. Whatever else it says is passed over.
    mutating func progress() -> [RenderProgress] {
        guard let lines = output.lines(from: copy.output) else {
            Self.hangUp(&copy.output)
            return []
        }
        return lines.compactMap { try? JSONDecoder().decode(RenderProgress.self, from: Data($0)) }
    }

    mutating func listen() {
        guard let lines = complaints.lines(from: copy.complaints) else { return Self.hangUp(&copy.complaints) }
        keep(lines)
    }

    /// How the copy has ended, which it has. Closes what there is of it.
    mutating func end() -> HostEnding {
        listen()
        keep([complaints.rest()])
        var value: Int32 = 0
        let isSignal = aurora_host_await(&copy, &value) == 1
        return HostEnding(
            isSignal ? .signaled(value) : .exited(value),
            complaint: lastWords.map { String(decoding: $0, as: UTF8.self) })
    }

    private mutating func keep(_ lines: [[UInt8]]) {
        lastWords = (lastWords + lines.filter { !$0.isEmpty }).suffix(Self.wordCount)
    }

    /// A stream that was closed is not waited for any more.
    private static func hangUp(_ stream: inout Int32) {
        if stream >= 0 { close(stream) }
        stream = -1
    }
}
