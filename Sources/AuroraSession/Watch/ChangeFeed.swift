import AuroraCore
import AuroraFiles
import Foundation
import Glibc
import Synchronization

/// Knows what changed in a workspace's folders since a snapshot of it was right, wakes its owner when something did,
/// and tells other commands that ask for it over a local socket. A thread of its own does the listening.
///
/// What it cannot know for certain it calls unknown: more folders than the kernel watches, more changes than it queues.
/// Whoever asks then looks for itself.
final class ChangeFeed: Sendable {
    /// What changed since a snapshot.
    enum Answer: Hashable, Sendable {
        /// These paths of the workspace, sorted: a folder stands for its list of names. Not all need be of interest.
        case changed([String])
        case unknown
    }

    private struct State: ~Copyable {
        var watch: FolderWatch
        /// The snapshot that the changes are counted from; `nil` while there is none.
        var base: Digest?
        var changed: Set<String> = []
        /// How many notices there were, ever.
        var noticeCount = 0
        /// Whether something may have changed that nobody told of; until the next base.
        var isLost = false
        /// Whether there are folders that the kernel does not watch for this user any more.
        var isExhausted = false

        var isCertain: Bool { !isLost && !isExhausted }
    }

    private let root: String
    private let socket: String
    /// How long it waits for each side of a conversation.
    private let patienceMilliseconds: Int
    private let state: Mutex<State>
    private let stopping: Pipe
    /// An element whenever something changed; several changes may come as one.
    let wakes: AsyncStream<Void>
    private let wake: AsyncStream<Void>.Continuation

    /// Listens at `socket` for the workspace at `root`, until `stop`. Throws `FileError`, with `EADDRINUSE` when another
    /// process does.
    init(root: String, socket: String, patienceMilliseconds: Int = ChangeFeed.patienceMilliseconds) throws {
        self.root = root
        self.socket = socket
        self.patienceMilliseconds = patienceMilliseconds
        stopping = try Pipe()
        (wakes, wake) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1))
        state = Mutex(State(watch: try FolderWatch()))
        let door = SocketBox(try LocalSocket.listening(at: socket))
        let thread = Thread { [self] in listen(door.socket) }
        thread.name = "changes"
        thread.start()
    }

    /// Ends the thread. Nobody finds the socket any more.
    func stop() {
        try? Files.remove(socket)  // One that stays is replaced by the next watcher.
        stopping.close()
        wake.finish()
    }

    /// Watches these folders too, workspace-relative. What happens in them from now on is noted.
    func watch(_ folders: some Sequence<String>) throws(FileError) {
        for folder in folders {
            let admission = try state.withLock { state throws(FileError) in
                let admission = try state.watch.add(Paths.join(root, folder))
                // Missing folders are noticed by the folder above them.
                if case .exhausted = admission { state.isExhausted = true }
                return admission
            }
            if case .exhausted = admission { return }
        }
    }

    /// Forgets what changed so far. What comes from now on counts towards the next base.
    func restart() throws(FileError) {
        try state.withLock { state throws(FileError) in
            _ = try state.watch.take()
            state.base = nil
            state.changed = []
            state.isLost = false
        }
    }

    /// Names the snapshot that changes are counted from: it was found right, but for `changed`, after `restart`.
    func adopt(_ base: Digest, changed: [String] = []) {
        state.withLock { state in
            state.base = base
            state.changed.formUnion(changed)
        }
    }

    /// What changed since the snapshot `base` was right, up to this moment.
    func answer(since base: Digest) -> Answer {
        state.withLock { state in
            note(&state)
            guard state.isCertain, state.base == base else { return .unknown }
            return .changed(state.changed.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) })
        }
    }

    /// Whether nothing escaped it since the base.
    var isCertain: Bool { state.withLock { $0.isCertain } }

    /// Whether the kernel watches all folders that it was asked to.
    var isComplete: Bool { state.withLock { !$0.isExhausted } }

    /// What changed since `restart`, named or not; empty does not mean nothing if it is not certain.
    var changes: Set<String> {
        state.withLock { state in
            note(&state)
            return state.changed
        }
    }

    /// How many changes were noticed until now, ever: the same number twice means that nothing changed in between.
    var noticeCount: Int {
        state.withLock { state in
            note(&state)
            return state.noticeCount
        }
    }

    /// Where the watcher of a workspace listens.
    static func socket(of root: String) -> String { root + "/.aurora/watch.sock" }

    /// Whoever does not get an answer in this time looks for itself, which takes about as long.
    static let patienceMilliseconds = 100

    /// Holds up the thread while `body` runs; for tests.
    func whileDeaf(_ body: () -> Void) { state.withLock { _ in body() } }

    /// Takes what the kernel has to tell. Everything that was done before this call is in it.
    private func note(_ state: inout State) {
        do throws(FileError) {
            let changes = try state.watch.take()
            if changes.isOverflown || changes.hasMovedFolders { state.isLost = true }
            // Whoever took it off the queue tells the owner: the thread does not see it any more.
            if !changes.isEmpty { wake.yield() }
            state.noticeCount += changes.entries.count
            for entry in changes.entries {
                let folder = relative(entry.folder)
                state.changed.insert(folder)
                if !entry.name.isEmpty { state.changed.insert(folder == "." ? entry.name : "\(folder)/\(entry.name)") }
            }
        } catch { state.isLost = true }
    }

    /// Folders elsewhere, such as the user's configuration, keep their absolute paths.
    private func relative(_ folder: String) -> String {
        if folder == root || folder == "\(root)/." || folder == "\(root)/" { return "." }
        return folder.hasPrefix(root + "/") ? String(folder.dropFirst(root.count + 1)) : folder
    }
}

/// The thread, and what it says over the socket: a question is `since <digest>` and a line feed; the answer is `unknown`,
/// or `changed` and a path a line, each ended by a zero byte.
extension ChangeFeed {
    /// Asks the watcher that listens at `socket`. Unknown if there is none, or if it does not answer at once.
    static func ask(
        _ socket: String, since base: Digest, patienceMilliseconds: Int = ChangeFeed.patienceMilliseconds
    ) -> Answer {
        guard let connection = try? LocalSocket.connected(to: socket, timeoutMilliseconds: patienceMilliseconds),
            connection.send(Array("since \(base.hexadecimal)\n".utf8)),
            let bytes = connection.received(limit: 64 << 20)
        else { return .unknown }
        let parts = bytes.split(separator: 0, omittingEmptySubsequences: false).map {
            String(decoding: $0, as: UTF8.self)
        }
        // An answer that was cut off does not end in `end`.
        guard parts.first == "changed", parts.count >= 3, parts[parts.count - 2] == "end" else { return .unknown }
        return .changed(Array(parts[1..<parts.count - 2]))
    }

    private func listen(_ door: borrowing LocalSocket) {
        let changes = state.withLock { $0.watch.descriptor }
        while true {
            var waiting = [changes, door.descriptor, stopping.reading].map {
                pollfd(fd: $0, events: Int16(POLLIN), revents: 0)
            }
            if poll(&waiting, nfds_t(waiting.count), -1) < 0 && errno != EINTR { return }
            if waiting[2].revents != 0 { return }
            if waiting[0].revents != 0 { state.withLock { note(&$0) } }
            if waiting[1].revents != 0, let visitor = door.accepted(timeoutMilliseconds: patienceMilliseconds) {
                serve(visitor)
            }
        }
    }

    private func serve(_ visitor: borrowing LocalSocket) {
        guard let line = visitor.received(limit: 200, until: UInt8(ascii: "\n")) else { return }
        let words = String(decoding: line, as: UTF8.self).split(separator: " ")
        guard words.count == 2, words[0] == "since", let base = Digest(hexadecimal: words[1]) else { return }
        let parts =
            switch answer(since: base) {
            case .unknown: ["unknown", "end"]
            case .changed(let paths): ["changed"] + paths + ["end"]
            }
        _ = visitor.send(parts.flatMap { Array($0.utf8) + [0] })
    }
}

/// Carries a socket into the thread that owns it.
private final class SocketBox: Sendable {
    let socket: LocalSocket
    init(_ socket: consuming LocalSocket) { self.socket = socket }
}

/// Two ends of a pipe, whose closing wakes a thread that polls.
private final class Pipe: Sendable {
    let reading: Int32
    private let writing: Int32

    init() throws(FileError) {
        var ends: [Int32] = [0, 0]
        guard pipe(&ends) == 0 else { throw FileError("make a pipe in", "memory") }
        (reading, writing) = (ends[0], ends[1])
    }

    deinit { Glibc.close(reading) }

    func close() { Glibc.close(writing) }
}
