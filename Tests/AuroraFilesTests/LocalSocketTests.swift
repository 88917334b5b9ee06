import AuroraFiles
import AuroraTesting
import Glibc
import Testing

@Suite struct LocalSocketTests {
    @Test func whatIsSentArrives() throws {
        let folder = try TemporaryFolder()
        let deep = (0..<12).reduce(folder.path) { path, _ in path + "/a-folder-with-a-long-name" }
        let path = deep + "/here.sock"
        let server = try LocalSocket.listening(at: path)
        guard let client = try LocalSocket.connected(to: path, timeoutMilliseconds: 60_000) else {
            Issue.record("nobody listens")
            return
        }
        guard let accepted = server.accepted(timeoutMilliseconds: 60_000) else {
            Issue.record("nobody came")
            return
        }
        let isSent = client.send(Array("what changed?\n".utf8))
        #expect(isSent)
        let question = accepted.received(limit: 100, until: UInt8(ascii: "\n"))
        #expect(question == Array("what changed?".utf8))
        let answer = [UInt8](repeating: 7, count: 100_000)
        let isAnswered = accepted.send(answer)
        #expect(isAnswered)
        _ = consume accepted
        let received = client.received(limit: 1 << 20)
        #expect(received == answer)
    }

    @Test func onlyTheUserCanConnect() throws {
        let folder = try TemporaryFolder()
        let server = try LocalSocket.listening(at: folder.path("s"))
        var status = stat()
        #expect(stat(folder.path("s"), &status) == 0 && status.st_mode & 0o077 == 0)
        _ = consume server
    }

    @Test func twoCannotListenAndADeadOneIsReplaced() throws {
        let folder = try TemporaryFolder()
        #expect(try !answers(folder.path("s")))
        do {
            let first = try LocalSocket.listening(at: folder.path("s"))
            #expect(throws: FileError("listen at", folder.path("s"), code: EADDRINUSE)) {
                _ = try LocalSocket.listening(at: folder.path("s"))
            }
            _ = consume first
        }
        #expect(try FileFacts.of(folder.path("s")) != nil, "the name outlives its socket")
        #expect(try !answers(folder.path("s")))
        _ = try LocalSocket.listening(at: folder.path("s"))
    }

    @Test func whoSaysNothingIsNotWaitedFor() throws {
        let folder = try TemporaryFolder()
        let server = try LocalSocket.listening(at: folder.path("s"))
        guard let client = try LocalSocket.connected(to: folder.path("s"), timeoutMilliseconds: 20) else { return }
        let received = client.received(limit: 10)
        #expect(received == nil)
        _ = consume server
    }

    private func answers(_ path: String) throws -> Bool {
        switch try LocalSocket.connected(to: path, timeoutMilliseconds: 100) {
        case .some: true
        case .none: false
        }
    }
}
