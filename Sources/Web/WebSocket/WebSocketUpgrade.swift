import HTTPTypes
import NIOCore
import NIOHTTP1
import NIOHTTPTypes
import NIOHTTPTypesHTTP1
import NIOWebSocket

/// Turns an HTTP connection into a WebSocket when a route answers 101.
///
/// The route then goes on writing its body, of which every piece becomes a frame.
final class WebSocketUpgrade: ChannelOutboundHandler, RemovableChannelHandler {
    typealias OutboundIn = HTTPResponsePart
    typealias OutboundOut = HTTPResponsePart

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        guard case .head(let head) = unwrapOutboundIn(data), head.status == .switchingProtocols else {
            context.write(data, promise: promise)
            return
        }
        context.writeAndFlush(data, promise: promise)
        do {
            try changeProtocol(context.pipeline.syncOperations)
        } catch {
            context.close(promise: nil)
        }
    }

    private func changeProtocol(_ pipeline: ChannelPipeline.SynchronousOperations) throws {
        try pipeline.addHandlers(
            [
                WebSocketFrameEncoder(),
                ByteToMessageHandler(WebSocketFrameDecoder(maxFrameSize: WebSocketSession.frameLimit)),
                WebSocketSession(),
            ],
            position: .after(self)
        )
        try remove(SlowRequestGuard.self, from: pipeline)
        try remove(HTTP1ToHTTPServerCodec.self, from: pipeline)
        try remove(HTTPResponseEncoder.self, from: pipeline)
        try remove(ByteToMessageHandler<HTTPRequestDecoder>.self, from: pipeline)
        pipeline.removeHandler(self, promise: nil)
    }

    private func remove<Handler: RemovableChannelHandler>(
        _ type: Handler.Type,
        from pipeline: ChannelPipeline.SynchronousOperations
    ) throws {
        pipeline.removeHandler(try pipeline.handler(type: type), promise: nil)
    }
}
