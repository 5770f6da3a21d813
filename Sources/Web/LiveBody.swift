import Engine
import Hummingbird
import NIOCore
import ServiceLifecycle

/// A body that goes on as long as there is something to tell, at its reader's own pace.
///
/// It reads what is kept elsewhere, so that a slow reader costs no memory.
struct LiveBody: Sendable {
    /// A sign of life after this long without news keeps proxies from closing the connection.
    static let pingInterval = Duration.seconds(15)

    /// What came after a position.
    struct News: Sendable {
        var pieces: [ByteBuffer]
        var position: Int64
    }

    let changes: Broadcaster
    let start: Int64
    var opening: ByteBuffer?
    var ping: ByteBuffer?
    /// What there is after a position; `nil` for nothing yet.
    let news: @Sendable (_ position: Int64) throws -> News?

    func body(for request: Request) -> ResponseBody {
        ResponseBody { [body = request.body] writer in
            if let opening { try await writer.write(opening) }
            do {
                try await body.consumeWithCancellationOnInboundClose { _ in try await write(to: &writer) }
            } catch is CancellationError {
                // The reader left; nobody sees what would follow.
                return
            }
            try await writer.finish(nil)
        }
    }

    /// Writes news until the server stops, which is a clean end, or the task is cancelled.
    @concurrent
    private func write(to writer: inout any ResponseBodyWriter) async throws {
        var position = start
        while !Task.isShuttingDownGracefully {
            let news = try await next(after: position)
            try Task.checkCancellation()
            for piece in news?.pieces ?? [ping].compactMap(\.self) { try await writer.write(piece) }
            position = news?.position ?? position
        }
    }

    /// The next news, waited for; empty ones when the server stops, `nil` when it is time for a sign of life.
    private func next(after position: Int64) async throws -> News? {
        do {
            return try await cancelWhenGracefulShutdown { [changes, news] in
                try await changes.first(within: Self.pingInterval) { try news(position) }
            }
        } catch is CancellationError {
            return News(pieces: [], position: position)
        }
    }
}
