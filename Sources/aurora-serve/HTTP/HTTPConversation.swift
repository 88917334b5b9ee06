import AuroraHosted
import AuroraServe
import NIOCore
import NIOHTTP1

/// Requests over one connection, one after another.
struct HTTPConversation {
    let desk: FrontDesk
    let channel: Listener.RequestChannel

    private typealias Parts = NIOAsyncChannelInboundStream<HTTPServerRequestPart>.AsyncIterator
    private typealias Outbound = NIOAsyncChannelOutboundWriter<HTTPPart<HTTPResponseHead, ByteBuffer>>

    /// Bytes of a file that are read and sent at a time.
    private static let piece = 256 << 10
    /// A body that is larger is taken apart by a thread of its own.
    private static let largeBody = 256 << 10

    func run() async throws {
        try await channel.executeThenClose { inbound, outbound in
            var parts = inbound.makeAsyncIterator()
            while true {
                let idle = Alarm(channel.channel, seconds: desk.limits.idleSeconds)
                let part = try await parts.next()
                idle.callOff()
                guard case .head(let head)? = part else { return }
                desk.load.begin()
                var status = 0
                defer { desk.load.end(status: status) }
                let isDone = try await exchange(head, &parts, outbound, &status)
                if isDone { return }
            }
        }
    }

    /// Reads one request and answers it. Returns whether it is the last.
    private func exchange(
        _ head: HTTPRequestHead, _ parts: inout Parts, _ outbound: Outbound, _ status: inout Int
    ) async throws -> Bool {
        var taken = 0
        var isWhole = false
        defer { desk.load.give(bodyBytes: taken) }
        var reply: Reply
        do throws(ServiceProblem) {
            try check(head)
            if head.headers[canonicalForm: "expect"].contains("100-continue") {
                try await carefully {
                    try await outbound.write(.head(HTTPResponseHead(version: head.version, status: .continue)))
                }
            }
            let posted = try await posted(head, &parts, &taken)
            isWhole = true
            reply = await answer(head, posted)
        } catch {
            // Nobody is there any more, or NIO has said so already.
            if error == Self.broken { return true }
            reply = .last(error)
        }
        status = reply.status
        if head.method == .HEAD { reply = reply.withoutBody }
        let isLast = reply.isLast || !head.isKeepAlive || desk.load.current.isStopping
        try await send(reply, isLast: isLast, outbound)
        if isLast, !isWhole { await linger(&parts) }
        return isLast
    }

    /// Takes what a client still sends that was answered before it was done, and forgets it: a connection that is closed while
    /// something comes is reset, and many clients then never see the answer.
    private func linger(_ parts: inout Parts) async {
        let alarm = Alarm(channel.channel, seconds: desk.limits.lingerSeconds)
        defer { alarm.callOff() }
        while let part = try? await parts.next() {
            if case .end = part { return }
        }
    }

    /// What can be said before the body is read.
    private func check(_ head: HTTPRequestHead) throws(ServiceProblem) {
        if let problem = desk.refusal(head) { throw problem }
        let length = head.headers.first(name: "content-length").flatMap { Int($0) } ?? 0
        guard length <= desk.limits.bodyBytes else { throw Self.tooLarge(desk.limits.bodyBytes) }
        _ = try desk.account(head)
    }

    private static func tooLarge(_ most: Int) -> ServiceProblem {
        ServiceProblem("requestTooLarge", "A request may have \(most >> 20) MiB and no more.", status: 413)
    }

    /// The document that a request brings; `nil` for what is none. Its bytes are given up here: of a large one there is enough.
    private func posted(_ head: HTTPRequestHead, _ parts: inout Parts, _ taken: inout Int) async throws(ServiceProblem)
        -> JSONValue?
    {
        let bytes = try await body(&parts, &taken)
        guard head.method == .POST, bytes.count > 0 else { return nil }
        return bytes.count > Self.largeBody
            ? await desk.service.intake.value(ofPieces: bytes) : bytes.value()
    }

    /// The whole body. It has to come at a certain speed; a connection that is slower is closed.
    private func body(_ parts: inout Parts, _ taken: inout Int) async throws(ServiceProblem) -> PiecedBytes {
        var bytes = PiecedBytes()
        var recent = 0
        var alarm = Alarm(channel.channel, seconds: desk.limits.stallSeconds)
        defer { alarm.callOff() }
        while true {
            let part: HTTPServerRequestPart?
            do { part = try await parts.next() } catch { throw Self.broken }
            switch part {
            case .body(let buffer):
                let count = buffer.readableBytes
                guard bytes.count + count <= desk.limits.bodyBytes else { throw Self.tooLarge(desk.limits.bodyBytes) }
                guard desk.load.take(bodyBytes: count, limit: desk.limits.allBodyBytes) else {
                    throw ServiceProblem("serviceUnavailable", "Too much is being sent at the moment.", status: 503)
                }
                taken += count
                buffer.withUnsafeReadableBytes { bytes.append($0) }
                recent += count
                if recent >= desk.limits.pieceBytes {
                    recent = 0
                    alarm.callOff()
                    alarm = Alarm(channel.channel, seconds: desk.limits.stallSeconds)
                }
            case .end: return bytes
            case .head, nil: throw Self.broken
            }
        }
    }

    private static let broken = ServiceProblem("invalidRequest", "The request is not complete.")

    private func carefully(_ body: () async throws -> Void) async throws(ServiceProblem) {
        do { try await body() } catch { throw Self.broken }
    }

    private func send(_ reply: Reply, isLast: Bool, _ outbound: Outbound) async throws {
        var head = HTTPResponseHead(version: .http1_1, status: HTTPResponseStatus(statusCode: reply.status))
        for (name, value) in reply.headers { head.headers.add(name: name, value: value) }
        if reply.status != 304, let length = reply.length {
            head.headers.add(name: "Content-Length", value: String(length))
        }
        head.headers.add(name: "X-Content-Type-Options", value: "nosniff")
        if isLast { head.headers.add(name: "Connection", value: "close") }
        try await inTime { try await outbound.write(.head(head)) }
        switch reply.body {
        case .absent: break
        case .bytes(let bytes):
            try await inTime { try await outbound.write(.body(ByteBuffer(bytes: bytes))) }
        case .events(let next): try await send(next, outbound)
        case .file(let file, let range):
            var offset = range.lowerBound
            while offset < range.upperBound {
                let count = Int(min(Int64(Self.piece), range.upperBound - offset))
                let bytes = try await file.read(at: offset, count: count)
                // Shorter than it was announced: only an end tells that.
                guard !bytes.isEmpty else { throw ChannelError.eof }
                try await inTime { try await outbound.write(.body(ByteBuffer(bytes: bytes))) }
                offset += Int64(bytes.count)
            }
        }
        try await inTime { try await outbound.write(.end(nil)) }
    }

    /// Each document as an event of its own; the same one again is a sign of life.
    private func send(_ next: (_ last: [UInt8]) async throws -> [UInt8]?, _ outbound: Outbound) async throws {
        var last: [UInt8] = []
        while let document = try await next(last) {
            let event = document == last ? Array(":\n\n".utf8) : Array("data: ".utf8) + document + Array("\n\n".utf8)
            try await inTime { try await outbound.write(.body(ByteBuffer(bytes: event))) }
            last = document
        }
    }

    /// Whoever does not take what is sent is not waited for.
    private func inTime(_ body: () async throws -> Void) async throws {
        let alarm = Alarm(channel.channel, seconds: desk.limits.stallSeconds * 2)
        defer { alarm.callOff() }
        try await body()
    }
}

// MARK: - Where requests go

extension HTTPConversation {
    private func answer(_ head: HTTPRequestHead, _ posted: JSONValue?) async -> Reply {
        let path = String(head.uri.prefix { $0 != "?" })
        let isReading = head.method == .GET || head.method == .HEAD
        switch path {
        case "/v1" where head.method == .POST: return Reply(await tasks(head, posted))
        case "/v1":
            var reply = Reply(
                ServiceAnswer(ServiceProblem("invalidRequest", "Send tasks by POST, or open a WebSocket.", status: 405))
            )
            reply.headers.append(("Allow", "POST"))
            return reply
        case "/healthz" where isReading: return await health()
        case "/metrics" where isReading: return await metrics(head)
        case "/events" where head.method == .GET: return events(head)
        case "/openapi.json" where isReading:
            return Reply(status: 200, json: Array(OpenAPIDocument.value.line.utf8))
        case _ where path.hasPrefix("/media/") && isReading:
            return MediaReply(String(path.dropFirst(7)), in: desk.service.folder).reply(head)
        case _ where path.hasPrefix("/workspace/") && isReading:
            return MediaReply(String(path.dropFirst(11)), of: desk.board).reply(head)
        default:
            if isReading, let file = PageFiles.reply(path) { return file }
            return Reply(ServiceAnswer(ServiceProblem("notFound", "There is nothing at this path.", status: 404)))
        }
    }

    /// Tasks, with the key in the header or in the first of them.
    private func tasks(_ head: HTTPRequestHead, _ posted: JSONValue?) async -> ServiceAnswer {
        guard var tasks = posted?.list, !tasks.isEmpty else { return ServiceAnswer(.noTasks) }
        do throws(ServiceProblem) {
            var account = try desk.account(head)
            var greeting: [JSONValue] = []
            if tasks[0]["taskType"]?.text == "authentication" {
                let named = try desk.account(tasks.removeFirst())
                account = account ?? named
                if tasks.isEmpty {
                    greeting = [
                        .object([
                            "taskType": .text("authentication"), "connectionSessionUUID": .text(TaskID.random().text),
                        ])
                    ]
                }
            }
            guard let account else { throw .missingKey }
            let caller = Caller(account: account, origin: desk.origin(head), isDryRun: FrontDesk.isDryRun(head))
            var answer = ServiceAnswer(items: greeting)
            if !tasks.isEmpty { answer.add(await desk.service.answer(tasks, for: caller)) }
            return answer
        } catch { return ServiceAnswer(error) }
    }

    /// What the page listens to: of everybody where any key is taken, else of whose key it is.
    private func events(_ head: HTTPRequestHead) -> Reply {
        do throws(ServiceProblem) {
            guard let account = try desk.account(head) else { throw .missingKey }
            return PageEvents(desk: desk, account: desk.keys.isOpen ? nil : account).reply
        } catch { return Reply(ServiceAnswer(error)) }
    }

    private func health() async -> Reply {
        let isWell = (try? await desk.service.store.counts()) != nil && !desk.load.current.isStopping
        return Reply(status: isWell ? 200 : 503, json: Array("{\"status\":\"\(isWell ? "ok" : "failing")\"}".utf8))
    }

    /// In Prometheus' text format, version 0.0.4. They tell how much all clients do: beyond this machine, and behind a proxy, they
    /// are for a key.
    private func metrics(_ head: HTTPRequestHead) async -> Reply {
        // A wrong key was refused before.
        let account = try? desk.account(head)
        guard desk.isPrivate || account != nil else { return Reply(ServiceAnswer(.missingKey)) }
        let load = desk.load.current
        // Numbers are left out while the database cannot be read; /healthz says so.
        let counts = (try? await desk.service.store.counts()) ?? [:]
        var text = """
            # HELP aurora_serve_connections Connections that are open.
            # TYPE aurora_serve_connections gauge
            aurora_serve_connections \(load.connections)
            # HELP aurora_serve_requests Requests that are being answered.
            # TYPE aurora_serve_requests gauge
            aurora_serve_requests \(load.requests)
            # HELP aurora_serve_body_bytes Bytes of bodies in memory.
            # TYPE aurora_serve_body_bytes gauge
            aurora_serve_body_bytes \(load.bodyBytes)
            # HELP aurora_serve_answers_total Answers by status.
            # TYPE aurora_serve_answers_total counter

            """
        for (status, count) in load.answers.sorted(by: { $0.key < $1.key }) where status > 0 {
            text += "aurora_serve_answers_total{status=\"\(status)\"} \(count)\n"
        }
        text += "# HELP aurora_serve_tasks Tasks that are kept, by state.\n# TYPE aurora_serve_tasks gauge\n"
        for (state, count) in counts.sorted(by: { $0.key.rawValue < $1.key.rawValue }) {
            text += "aurora_serve_tasks{state=\"\(state.rawValue)\"} \(count)\n"
        }
        return Reply(
            status: 200, headers: [("Content-Type", "text/plain; version=0.0.4; charset=utf-8")],
            body: .bytes(Array(text.utf8)))
    }
}
