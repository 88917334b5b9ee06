import NIOCore
import NIOWebSocket
import Synchronization

/// Counts what comes in over a WebSocket, from its first byte until it is answered: ends the connection of who sends much before
/// it is known whose it is, and of who sends what the server has no memory for.
final class SocketMeter: Sendable {
    private struct State {
        var isKnown = false
        var isClosed = false
        /// All bytes, until it is known whose they are.
        var received = 0
        /// What is put aside of the memory for bodies.
        var held = 0
    }

    private let state = Mutex(State())
    private let load: ServeLoad
    private let limits: ServeLimits

    /// So often each byte of a message is in memory.
    private static let copies = 2

    init(_ load: ServeLoad, _ limits: ServeLimits) {
        self.load = load
        self.limits = limits
    }

    /// From now on it is known whose connection it is.
    func lift() { state.withLock { $0.isKnown = true } }

    /// Whether more bytes may come in.
    fileprivate func take(_ count: Int) -> Bool {
        state.withLock { state in
            state.received += count
            guard state.isKnown || state.received <= limits.strangerBytes, !state.isClosed,
                load.take(bodyBytes: count * Self.copies, limit: limits.allBodyBytes)
            else { return false }
            state.held += count * Self.copies
            return true
        }
    }

    /// Bytes are not needed any more: a message was answered, or they were none of a message.
    func give(_ count: Int) {
        state.withLock { state in
            let given = min(count * Self.copies, state.held)
            state.held -= given
            load.give(bodyBytes: given)
        }
    }

    /// The connection has ended; nothing of it is kept.
    func close() {
        state.withLock { state in
            load.give(bodyBytes: state.held)
            (state.held, state.isClosed) = (0, true)
        }
    }
}

/// Stands before everything else, where bytes come in.
final class SocketIntake: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer

    private let meter: SocketMeter

    init(_ meter: SocketMeter) { self.meter = meter }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        guard meter.take(unwrapInboundIn(data).readableBytes) else { return context.close(promise: nil) }
        context.fireChannelRead(data)
    }

    func channelInactive(context: ChannelHandlerContext) {
        meter.close()
        context.fireChannelInactive()
    }
}

/// Stands where frames come out, before they are put together to messages: what a frame has besides its data is over with.
final class FrameHeads: ChannelInboundHandler {
    typealias InboundIn = WebSocketFrame

    private let meter: SocketMeter

    init(_ meter: SocketMeter) { self.meter = meter }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        let frame = unwrapInboundIn(data)
        let length = frame.length
        // Two bytes, a longer length, and the mask (RFC 6455, section 5.2).
        meter.give(2 + (length > 65_535 ? 8 : length > 125 ? 2 : 0) + (frame.maskKey == nil ? 0 : 4))
        context.fireChannelRead(data)
    }
}
