import AuroraHosted
import AuroraServe
import NIOCore
import NIOHTTP1
import NIOWebSocket

/// Messages over one WebSocket: arrays of tasks in, documents out, one of which may come by itself when a task is done.
struct SocketConversation {
    let desk: FrontDesk
    let channel: Listener.FrameChannel
    let head: HTTPRequestHead
    let meter: SocketMeter

    private typealias Outbound = NIOAsyncChannelOutboundWriter<WebSocketFrame>

    /// What is to be sent.
    private enum Message: Sendable {
        case document([UInt8])
        case pong(ByteBuffer)
        case close(ByteBuffer)
    }

    /// Who it is, once that is known.
    private struct Client: Sendable {
        let account: String
        let session: String
    }

    func run() async throws {
        try await channel.executeThenClose { inbound, outbound in
            let (messages, sink) = AsyncStream.makeStream(of: Message.self)
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask {
                    for await message in messages { try await send(message, outbound) }
                }
                var client: Client?
                do { try await read(inbound, &client, &group, sink) } catch {
                    // However it ended, the session waits for its client to come back.
                }
                meter.close()
                if let client { await desk.service.sessions.close(client.session, at: desk.service.now()) }
                sink.finish()
                try await group.waitForAll()
            }
        }
    }

    private func read(
        _ inbound: NIOAsyncChannelInboundStream<WebSocketFrame>, _ client: inout Client?,
        _ group: inout ThrowingTaskGroup<Void, any Error>, _ sink: AsyncStream<Message>.Continuation
    ) async throws {
        var silence = Alarm(channel.channel, seconds: desk.limits.headSeconds)
        defer { silence.callOff() }
        for try await frame in inbound {
            silence.callOff()
            switch frame.opcode {
            case .text, .binary:
                let size = frame.data.readableBytes
                guard let tasks = await tasks(frame) else {
                    meter.give(size)
                    sink.yield(.document(ServiceAnswer(.noTasks).bytes))
                    break
                }
                await take(tasks, of: size, &client, &group, sink)
            case .ping:
                meter.give(frame.data.readableBytes)
                sink.yield(.pong(frame.unmaskedData))
            case .connectionClose:
                sink.yield(.close(frame.unmaskedData))
                return
            default: meter.give(frame.data.readableBytes)
            }
            let seconds = client == nil ? desk.limits.headSeconds : desk.limits.silenceSeconds
            silence = Alarm(channel.channel, seconds: seconds)
        }
    }

    /// The tasks of a message; nil if it is none.
    private func tasks(_ frame: WebSocketFrame) async -> [JSONValue]? {
        let bytes = frame.unmaskedData.readableBytesView
        let value =
            bytes.count > 256 << 10
            ? await desk.service.intake.value(of: bytes) : JSONParser.value(of: bytes)
        guard let tasks = value?.list, !tasks.isEmpty else { return nil }
        return tasks
    }

    /// Answers the tasks of a message of so many bytes.
    private func take(
        _ tasks: [JSONValue], of size: Int, _ client: inout Client?, _ group: inout ThrowingTaskGroup<Void, any Error>,
        _ sink: AsyncStream<Message>.Continuation
    ) async {
        var tasks = tasks
        var isLeft = true
        defer { if isLeft { meter.give(size) } }
        if tasks[0]["taskType"]?.text == "authentication" { await greet(tasks.removeFirst(), &client, sink) }
        guard !tasks.isEmpty else { return }
        // Answered at once, so that nobody takes a busy server for a dead one.
        if tasks.allSatisfy({ $0["taskType"]?.text == "ping" }) {
            return sink.yieldVoid(.document(ServiceAnswer(items: tasks.map { _ in Service.pong }).bytes))
        }
        guard let known = client else { return sink.yieldVoid(.document(ServiceAnswer(.missingKey).bytes)) }
        let caller = Caller(
            account: known.account, origin: desk.origin(head), isDryRun: FrontDesk.isDryRun(head),
            session: known.session)
        let (desk, meter) = (desk, meter)
        let rest = tasks
        isLeft = false
        group.addTask {
            defer { meter.give(size) }
            desk.load.begin()
            let answer = await desk.service.answer(rest, for: caller)
            desk.load.end(status: answer.status)
            sink.yieldVoid(.document(answer.bytes))
        }
    }

    private func greet(_ task: JSONValue, _ client: inout Client?, _ sink: AsyncStream<Message>.Continuation) async {
        do throws(ServiceProblem) {
            let account = try desk.account(task)
            let sessions = desk.service.sessions
            let name = await sessions.open(
                task["connectionSessionUUID"]?.text, account: account, at: desk.service.now()
            ) { sink.yieldVoid(.document($0)) }
            client = Client(account: account, session: name)
            meter.lift()
            let greeting = JSONValue.object([
                "taskType": .text("authentication"), "connectionSessionUUID": .text(name),
            ])
            sink.yield(.document(ServiceAnswer(items: [greeting]).bytes))
            await sessions.deliverWaiting(name)
        } catch { sink.yield(.document(ServiceAnswer(error).bytes)) }
    }

    private func send(_ message: Message, _ outbound: Outbound) async throws {
        let alarm = Alarm(channel.channel, seconds: desk.limits.stallSeconds * 2)
        defer { alarm.callOff() }
        switch message {
        case .document(let bytes):
            try await outbound.write(WebSocketFrame(fin: true, opcode: .text, data: ByteBuffer(bytes: bytes)))
        case .pong(let data): try await outbound.write(WebSocketFrame(fin: true, opcode: .pong, data: data))
        case .close(let data):
            try await outbound.write(
                WebSocketFrame(fin: true, opcode: .connectionClose, data: ByteBuffer(data.readableBytesView.prefix(2))))
        }
    }
}

extension AsyncStream.Continuation where Element: Sendable {
    /// Adds an element; one that comes too late is nobody's.
    fileprivate func yieldVoid(_ element: Element) { _ = yield(element) }
}
