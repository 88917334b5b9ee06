import AuroraCore
import AuroraTesting
import Synchronization
import Testing

@testable import AuroraNet

@Suite struct RetryAfterTests {
    @Test(arguments: [
        ("0", 0), ("7", 7), (" 120\t", 120), ("3600", 3600), ("3601", 3600), ("99999999999999999999999", 3600),
        ("Sun, 06 Nov 1994 08:49:37 GMT", 37), ("Sun, 06 Nov 1994 08:48:59 GMT", 0),
        ("Mon, 07 Nov 1994 08:49:00 GMT", 3600),
        ("Tue, 29 Feb 2000 00:00:00 GMT", 3600), ("Thu, 01 Jan 1970 00:00:00 GMT", 0),
    ])
    func secondsAndMomentsAreRead(_ example: (text: String, seconds: Int)) {
        // Sun, 06 Nov 1994 08:49:00 GMT
        #expect(RetryAfter.seconds(example.text, now: 784_111_740) == example.seconds)
    }

    @Test(arguments: [
        "", " ", "-1", "1.5", "soon", "7 s", "Sunday, 06-Nov-94 08:49:37 GMT", "Sun Nov  6 08:49:37 1994",
        "Sun, 06 Nov 1994 08:49:37 UTC", "Sun, 6 Nov 1994 08:49:37 GMT", "Sun, 06 Xxx 1994 08:49:37 GMT",
        "Sun, 06 Nov 1994 24:49:37 GMT", "Sun, 06 Nov 1994 08:49 GMT", "Sun, 32 Nov 1994 08:49:37 GMT",
        "Sun, 06 Nov 1994  08:49:37 GMT", "１２",
    ])
    func whatSaysNothingIsIgnored(_ text: String) { #expect(RetryAfter.seconds(text, now: 784_111_740) == nil) }

    @Test func datesAreDaysOfTheCalendar() {
        #expect(HTTPDate.secondsSince1970("Thu, 01 Jan 1970 00:00:00 GMT") == 0)
        #expect(HTTPDate.secondsSince1970("Sun, 06 Nov 1994 08:49:37 GMT") == 784_111_777)
        #expect(HTTPDate.secondsSince1970("Tue, 29 Feb 2000 23:59:59 GMT") == 951_868_799)
        #expect(HTTPDate.secondsSince1970("Tue, 19 Jan 2038 03:14:08 GMT") == 2_147_483_648)
    }
}

@Suite struct RetryPolicyTests {
    private typealias Outcome = RetryPolicy.Outcome

    @Test(
        arguments: [
            // By the status, what the server asks for, the number of the try, chance and the time that has passed: seconds.
            (503, nil, 1, 1.0, 0.0, 0.5), (503, nil, 1, 0.0, 0.0, 0.0), (503, nil, 1, 0.5, 0.0, 0.25),
            (429, nil, 2, 1.0, 0.0, 1.0), (500, nil, 3, 1.0, 0.0, 2.0), (502, nil, 4, 1.0, 0.0, 4.0),
            (504, nil, 5, 1.0, 0.0, 8.0), (503, nil, 6, 1.0, 0.0, nil), (408, nil, 1, 1.0, 0.0, 0.5),
            (425, nil, 1, 1.0, 0.0, 0.5), (429, 10, 1, 0.0, 0.0, 10.0), (429, 10, 1, 1.0, 0.0, 10.5),
            (429, 3600, 1, 0.0, 0.0, 60.0), (429, 60, 1, 0.0, 121.0, nil), (429, 60, 1, 0.0, 120.0, 60.0),
            (503, nil, 1, 1.0, 179.6, nil), (200, nil, 1, 0.0, 0.0, nil), (200, 5, 1, 0.0, 0.0, nil),
            (400, 5, 1, 0.0, 0.0, nil), (401, nil, 1, 0.0, 0.0, nil), (402, nil, 1, 0.0, 0.0, nil),
            (403, nil, 1, 0.0, 0.0, nil), (404, nil, 1, 0.0, 0.0, nil), (501, nil, 1, 0.0, 0.0, nil),
            (503, nil, 1, 7.0, 0.0, 0.5), (503, nil, 1, -7.0, 0.0, 0.0),
        ] as [(Int, Int?, Int, Double, Double, Double?)])
    func theTable(_ row: (status: Int, asked: Int?, tries: Int, chance: Double, elapsed: Double, wait: Double?)) {
        let decision = RetryPolicy().decision(
            after: .answer(status: row.status, retryAfterSeconds: row.asked), tries: row.tries,
            elapsed: .seconds(row.elapsed), chance: row.chance)
        #expect(decision == row.wait.map { .again(after: .seconds($0)) } ?? .stop)
    }

    @Test func failuresThatPassAreTriedAgain() {
        let policy = RetryPolicy()
        func decision(_ failure: HTTPFailure) -> RetryPolicy.Decision {
            policy.decision(after: .failure(failure), tries: 1, elapsed: .zero, chance: 1)
        }
        #expect(decision(.notSent("x")) == .again(after: .milliseconds(500)))
        #expect(decision(.unknown("x")) == .again(after: .milliseconds(500)))
        #expect(decision(.answerTooLarge(1)) == .stop)
        #expect(decision(.cancelled) == .stop)
    }

    @Test func noWaitOverflows() {
        var policy = RetryPolicy()
        (policy.maximumTries, policy.totalTime) = (.max, .seconds(1 << 40))
        let decision = policy.decision(
            after: .failure(.unknown("")), tries: 1 << 40, elapsed: .zero, chance: 1)
        #expect(decision == .again(after: .seconds(15)))
    }
}

@Suite struct RetryingTransportTests {
    /// Answers by a list, and counts.
    private final class Scripted: HTTPTransport {
        private let script: Mutex<[Result<HTTPAnswer, HTTPFailure>]>

        init(_ script: [Result<HTTPAnswer, HTTPFailure>]) { self.script = Mutex(script) }

        var left: Int { script.withLock { $0.count } }

        func send(_ request: HTTPRequest) async throws(HTTPFailure) -> HTTPAnswer {
            try script.withLock { $0.removeFirst() }.get()
        }
    }

    /// A clock that sleeping moves.
    private final class Waits: Sendable {
        let list = Mutex<[Duration]>([])

        var time: RetryTime {
            RetryTime(
                now: { self.list.withLock { $0.reduce(.zero, +) } },
                sleep: { wait in
                    try Task.checkCancellation()
                    self.list.withLock { $0.append(wait) }
                }, chance: { 1 })
        }
    }

    private static func status(_ status: Int, after seconds: Int? = nil) -> Result<HTTPAnswer, HTTPFailure> {
        .success(HTTPAnswer(status: status, retryAfterSeconds: seconds, body: []))
    }

    private let request = HTTPRequest(.post, "https://example.com/")

    @Test func itGoesOnUntilThereIsAnAnswer() async throws {
        let base = Scripted([Self.status(503), .failure(.unknown("cut")), Self.status(429, after: 9), Self.status(200)])
        let waits = Waits()
        #expect(try await RetryingTransport(base, time: waits.time).send(request).status == 200)
        #expect(waits.list.withLock { $0 } == [.seconds(0.5), .seconds(1), .seconds(11)])
        #expect(base.left == 0)
    }

    @Test func theLastAnswerIsTheCallers() async throws {
        let base = Scripted(Array(repeating: Self.status(503), count: 7))
        #expect(try await RetryingTransport(base, time: Waits().time).send(request).status == 503)
        #expect(base.left == 1)
        let failing = Scripted(Array(repeating: .failure(.notSent("no such host")), count: 7))
        await #expect(throws: HTTPFailure.notSent("no such host")) {
            try await RetryingTransport(failing, time: Waits().time).send(request)
        }
        #expect(failing.left == 1)
    }

    @Test func itEndsWhenItsTimeIsUp() async throws {
        let base = Scripted(Array(repeating: Self.status(429, after: 60), count: 6))
        let waits = Waits()
        #expect(try await RetryingTransport(base, time: waits.time).send(request).status == 429)
        #expect(waits.list.withLock { $0.count } == 2)
    }

    @Test func anInterruptWhileItWaitsEndsIt() async throws {
        let base = Scripted([Self.status(503), Self.status(200)])
        let transport = RetryingTransport(
            base,
            time: RetryTime(now: { .zero }, sleep: { _ in try await Task.sleep(for: .seconds(3600)) }, chance: { 1 }))
        let task = Task { try await transport.send(request) }
        #expect(try await Patience.until { base.left == 1 })
        task.cancel()
        await #expect(throws: HTTPFailure.cancelled) { try await task.value }
        #expect(base.left == 1)
    }
}
