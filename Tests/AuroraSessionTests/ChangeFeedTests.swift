import AuroraCore
import AuroraFiles
import AuroraTesting
import Glibc
import Testing

@testable import AuroraSession

@Suite struct ChangeFeedTests {
    private let folder: TemporaryFolder
    private let feed: ChangeFeed
    private let base = Digest(hashing: "a snapshot")
    private var socket: String { folder.path(".aurora/watch.sock") }

    init() throws {
        folder = try TemporaryFolder(["aurora.yaml": "", "scenes/a/scene.yaml": "", "scenes/b/scene.yaml": ""])
        feed = try ChangeFeed(
            root: folder.path, socket: folder.path(".aurora/watch.sock"), patienceMilliseconds: 60_000)
        try feed.watch([".", "scenes", "scenes/a", "scenes/b", "scenes/missing"])
        try feed.restart()
        feed.adopt(base)
    }

    /// What the feed answers to another process, however busy the machine is.
    private func ask(since base: Digest) -> ChangeFeed.Answer {
        ChangeFeed.ask(socket, since: base, patienceMilliseconds: 60_000)
    }

    @Test func whatChangedIsTold() throws {
        defer { feed.stop() }
        #expect(ask(since: base) == .changed([]))
        try folder.write("image: x", to: "scenes/a/scene.yaml")
        // Writing goes by a temporary name beside the file, which is told as well.
        guard case .changed(let paths) = ask(since: base) else {
            Issue.record("it does not know")
            return
        }
        #expect(paths.contains("scenes/a/scene.yaml") && paths.contains("scenes/a"))
        #expect(!paths.contains { $0.hasPrefix("scenes/b") })
        try folder.write("name: x", to: "aurora.yaml")
        guard case .changed(let more) = ask(since: base) else { return }
        #expect(more.contains("aurora.yaml") && more.contains("scenes/a/scene.yaml"), "changes add up")
    }

    /// What changes over and over is one change to tell of, but no calm.
    @Test func everyNoticeCounts() throws {
        defer { feed.stop() }
        try folder.write("1", to: "scenes/a/scene.yaml")
        let once = feed.noticeCount
        #expect(feed.noticeCount == once, "nothing happened since")
        let changes = feed.changes
        try folder.write("2", to: "scenes/a/scene.yaml")
        #expect(feed.noticeCount > once)
        #expect(feed.changes.contains("scenes/a/scene.yaml") && changes.contains("scenes/a/scene.yaml"))
    }

    @Test func anotherSnapshotIsUnknown() throws {
        defer { feed.stop() }
        #expect(ask(since: Digest(hashing: "another")) == .unknown)
        try feed.restart()
        #expect(ask(since: base) == .unknown, "nothing is known between snapshots")
        feed.adopt(Digest(hashing: "another"), changed: ["scenes/a"])
        #expect(ask(since: Digest(hashing: "another")) == .changed(["scenes/a"]))
    }

    @Test func nobodyListening() throws {
        feed.stop()
        #expect(try FileFacts.of(socket) == nil)
        #expect(ask(since: base) == .unknown)
    }

    @Test func tooManyChangesAtOnceAreUnknown() throws {
        defer { feed.stop() }
        // While the lock of its state is held nobody reads the queue, so it overflows.
        let limit =
            try Int(
                #require(
                    String(decoding: try Files.read("/proc/sys/fs/inotify/max_queued_events"), as: UTF8.self)
                        .split(separator: "\n").first)) ?? 16384
        feed.whileDeaf {
            for number in 0...limit { chmod(folder.path(number % 2 == 0 ? "scenes/a" : "scenes/b"), 0o700) }
        }
        #expect(ask(since: base) == .unknown)
        #expect(!feed.isCertain)
        try feed.restart()
        feed.adopt(base)
        #expect(ask(since: base) == .changed([]), "until everything was looked at anew")
    }

    /// What is below a folder goes with it, and nothing is told of that.
    @Test func aFolderThatMovesIsNotVouchedFor() throws {
        defer { feed.stop() }
        try Files.rename(folder.path("scenes/a"), to: folder.path("scenes/c"))
        #expect(ask(since: base) == .unknown)
    }

    @Test func aChangeWakesTheOwner() async throws {
        defer { feed.stop() }
        try folder.write("x", to: "scenes/b/scene.yaml")
        for await _ in feed.wakes { break }
        guard case .changed(let paths) = feed.answer(since: base) else { return }
        #expect(paths.contains("scenes/b/scene.yaml"))
    }

    @Test func aQuestionThatIsNoneIsNotAnswered() throws {
        defer { feed.stop() }
        guard let connection = try LocalSocket.connected(to: socket, timeoutMilliseconds: 60_000) else {
            Issue.record("nobody listens")
            return
        }
        _ = connection.send(Array("tell me everything\n".utf8))
        let answer = connection.received(limit: 100)
        #expect(answer == [])
        #expect(ask(since: base) == .changed([]), "and it still listens")
    }
}
