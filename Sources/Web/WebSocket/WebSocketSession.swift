import Hummingbird
import NIOCore
import NIOHTTPTypes
import NIOWebSocket

/// The server's side of a WebSocket that only tells: pieces of the body go out as text, pings are answered,
/// whoever falls silent or breaks the rules is let go.
final class WebSocketSession: ChannelDuplexHandler {
    typealias InboundIn = WebSocketFrame
    typealias InboundOut = Never
    typealias OutboundIn = HTTPResponsePart
    typealias OutboundOut = WebSocketFrame

    /// Nobody has much to say here, in bytes.
    static let frameLimit = 4096

    private let pingInterval: TimeAmount
    private var nextPing: Scheduled<Void>?
    /// Pings since the other side was last heard.
    private var unansweredPings = 0
    private var isClosing = false

    init(pingInterval: TimeAmount = .seconds(15)) { self.pingInterval = pingInterval }

    func handlerAdded(context: ChannelHandlerContext) { schedulePing(context) }

    func handlerRemoved(context: ChannelHandlerContext) { nextPing?.cancel() }

    func channelInactive(context: ChannelHandlerContext) {
        nextPing?.cancel()
        context.fireChannelInactive()
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        let frame = unwrapInboundIn(data)
        unansweredPings = 0
        guard frame.maskKey != nil, frame.rsv1 == false else { return close(context, .protocolError) }
        switch frame.opcode {
        case .ping:
            // Who does not read gets no more to read.
            guard context.channel.isWritable, !isClosing else { return }
            context.writeAndFlush(
                wrapOutboundOut(WebSocketFrame(fin: true, opcode: .pong, data: frame.unmaskedData)),
                promise: nil
            )
        case .connectionClose: close(context, .normalClosure)
        // What clients say is of no interest.
        default: break
        }
    }

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        switch unwrapOutboundIn(data) {
        case .head: promise?.succeed()
        case .body(let piece):
            guard !isClosing else {
                promise?.fail(ChannelError.ioOnClosedChannel)
                return
            }
            context.write(
                wrapOutboundOut(WebSocketFrame(fin: true, opcode: .text, data: piece)),
                promise: promise
            )
        case .end:
            close(context, .goingAway)
            promise?.succeed()
        }
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        close(context, error as? NIOWebSocketError == .invalidFrameLength ? .messageTooLarge : .protocolError)
    }

    private func close(_ context: ChannelHandlerContext, _ code: WebSocketErrorCode) {
        guard !isClosing else { return }
        isClosing = true
        var data = context.channel.allocator.buffer(capacity: 2)
        data.write(webSocketErrorCode: code)
        let frame = WebSocketFrame(fin: true, opcode: .connectionClose, data: data)
        let channel = context.channel
        context.writeAndFlush(wrapOutboundOut(frame)).whenComplete { _ in channel.close(promise: nil) }
    }

    private func schedulePing(_ context: ChannelHandlerContext) {
        let bound = NIOLoopBound((self, context), eventLoop: context.eventLoop)
        nextPing = context.eventLoop.scheduleTask(in: pingInterval) {
            let (session, context) = bound.value
            session.ping(context)
        }
    }

    private func ping(_ context: ChannelHandlerContext) {
        guard unansweredPings < 3 else {
            context.close(promise: nil)
            return
        }
        unansweredPings += 1
        let empty = context.channel.allocator.buffer(capacity: 0)
        context.writeAndFlush(
            wrapOutboundOut(WebSocketFrame(fin: true, opcode: .ping, data: empty)),
            promise: nil
        )
        schedulePing(context)
    }
}
