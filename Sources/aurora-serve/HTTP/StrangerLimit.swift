import NIOCore
import Synchronization

/// Ends a connection that sends much before it is known whose it is.
///
/// SAFETY: `count` is used on the channel's event loop alone; the flag is atomic.
final class StrangerLimit: ChannelInboundHandler, @unchecked Sendable {
    typealias InboundIn = ByteBuffer

    private let isKnown = Atomic(false)
    private let most: Int
    private var count = 0

    init(_ most: Int) { self.most = most }

    /// From now on there is no limit here.
    func lift() { isKnown.store(true, ordering: .relaxed) }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        if !isKnown.load(ordering: .relaxed) {
            count += unwrapInboundIn(data).readableBytes
            guard count <= most else { return context.close(promise: nil) }
        }
        context.fireChannelRead(data)
    }
}
