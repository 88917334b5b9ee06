import AuroraServe
import NIOCore
import NIOHTTP1
import NIOPosix
import NIOWebSocket

/// Takes connections, and has a conversation over each: HTTP, or a WebSocket on `/v1`.
struct Listener: Sendable {
    typealias RequestChannel = NIOAsyncChannel<HTTPServerRequestPart, HTTPPart<HTTPResponseHead, ByteBuffer>>
    typealias FrameChannel = NIOAsyncChannel<WebSocketFrame, WebSocketFrame>

    let desk: FrontDesk

    enum Kind: Sendable {
        case http(RequestChannel)
        case socket(FrameChannel, HTTPRequestHead, SocketMeter)
    }

    typealias Server = NIOAsyncChannel<Opened, Never>

    /// A connection that came in, and what it turns out to be.
    struct Opened: Sendable {
        let channel: any Channel
        let kind: EventLoopFuture<Kind>
        /// For the first request.
        let alarm: Alarm
    }

    /// Begins to listen. Throws what the system says.
    func bind(host: String, port: Int) async throws -> Server {
        try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
            .serverChannelOption(.backlog, value: 1024)
            .childChannelOption(.tcpOption(.tcp_nodelay), value: 1)
            .bind(host: host, port: port) { channel in
                channel.eventLoop.makeCompletedFuture { try open(channel) }
            }
    }

    /// Serves all that come, until the task is cancelled or the server is closed.
    func serve(_ server: Server) async throws {
        try await withThrowingDiscardingTaskGroup { group in
            try await server.executeThenClose { connections in
                for try await connection in connections {
                    guard desk.load.connect(limit: desk.limits.connections) else {
                        connection.channel.close(promise: nil)
                        continue
                    }
                    group.addTask {
                        await converse(connection)
                        desk.load.disconnect()
                    }
                }
            }
        }
    }

    private func converse(_ connection: Opened) async {
        // A connection that breaks is nobody's error.
        do {
            let kind = try await connection.kind.get()
            connection.alarm.callOff()
            switch kind {
            case .http(let channel): try await HTTPConversation(desk: desk, channel: channel).run()
            case .socket(let channel, let head, let meter):
                try await SocketConversation(desk: desk, channel: channel, head: head, meter: meter).run()
            }
        } catch { connection.channel.close(promise: nil) }
    }

    private func open(_ channel: any Channel) throws -> Opened {
        let meter = SocketMeter(desk.load, desk.limits)
        let desk = desk
        let upgrader = NIOTypedWebSocketServerUpgrader<Kind>(
            maxFrameSize: desk.limits.bodyBytes,
            shouldUpgrade: { channel, head in
                let isTaken = head.uri.prefix { $0 != "?" } == "/v1" && desk.refusal(head) == nil
                return channel.eventLoop.makeSucceededFuture(isTaken ? HTTPHeaders() : nil)
            },
            upgradePipelineHandler: { channel, head in
                channel.eventLoop.makeCompletedFuture {
                    let pipeline = channel.pipeline.syncOperations
                    try pipeline.addHandler(SocketIntake(meter), position: .first)
                    try pipeline.addHandler(FrameHeads(meter))
                    try pipeline.addHandler(
                        NIOWebSocketFrameAggregator(
                            minNonFinalFragmentSize: 0, maxAccumulatedFrameCount: 4096,
                            maxAccumulatedFrameSize: desk.limits.bodyBytes))
                    return Kind.socket(try FrameChannel(wrappingChannelSynchronously: channel), head, meter)
                }
            })
        var configuration = NIOUpgradableHTTPServerPipelineConfiguration(
            upgradeConfiguration: NIOTypedHTTPServerUpgradeConfiguration(
                upgraders: [upgrader],
                notUpgradingCompletionHandler: { channel in
                    channel.eventLoop.makeCompletedFuture {
                        try channel.pipeline.syncOperations.addHandler(ResponseParts())
                        return Kind.http(try RequestChannel(wrappingChannelSynchronously: channel))
                    }
                }))
        configuration.decoderConfiguration.maxHeaderFieldSize = desk.limits.headBytes
        configuration.decoderConfiguration.maxHeaderListSize = desk.limits.headBytes
        configuration.decoderConfiguration.maxHeaderFieldCount = desk.limits.headFields
        let kind = try channel.pipeline.syncOperations.configureUpgradableHTTPServerPipeline(
            configuration: configuration)
        try channel.pipeline.syncOperations.addHandler(ErrorEnd())
        return Opened(channel: channel, kind: kind, alarm: Alarm(channel, seconds: desk.limits.headSeconds))
    }
}

/// Gives the encoder of responses the buffers that it takes.
private final class ResponseParts: ChannelOutboundHandler {
    typealias OutboundIn = HTTPPart<HTTPResponseHead, ByteBuffer>
    typealias OutboundOut = HTTPServerResponsePart

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        let part: HTTPServerResponsePart =
            switch unwrapOutboundIn(data) {
            case .head(let head): .head(head)
            case .body(let buffer): .body(.byteBuffer(buffer))
            case .end(let trailers): .end(trailers)
            }
        context.write(wrapOutboundOut(part), promise: promise)
    }
}

/// Ends a connection whose bytes are not understood: nothing that follows would be.
private final class ErrorEnd: ChannelInboundHandler {
    typealias InboundIn = Never

    func errorCaught(context: ChannelHandlerContext, error: any Error) { context.close(promise: nil) }
}
