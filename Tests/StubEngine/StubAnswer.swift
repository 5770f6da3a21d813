import HTTPTypes
import Hummingbird
import NIOCore

/// What a ``StubEngine`` answers.
package enum StubAnswer: Sendable {
    /// JSON, or any other text, with a status.
    case json(Int, String)
    /// An event stream of these pieces, closed after the last.
    case events([String])
    /// Any bytes.
    case bytes([UInt8])
    /// A redirect to another place.
    case redirect(String)
    /// No answer as long as the server runs.
    case silence

    func response() async -> Response {
        switch self {
        case .json(let status, let text):
            return Response(
                status: .init(code: status),
                headers: [.contentType: "application/json; charset=utf-8"],
                body: .init(byteBuffer: ByteBuffer(string: text))
            )
        case .events(let pieces):
            return Response(
                status: .ok,
                headers: [.contentType: "text/event-stream"],
                body: .init { writer in
                    for piece in pieces { try await writer.write(ByteBuffer(string: piece)) }
                    try await writer.finish(nil)
                }
            )
        case .bytes(let bytes):
            return Response(status: .ok, body: .init(byteBuffer: ByteBuffer(bytes: bytes)))
        case .redirect(let place):
            return Response(status: .found, headers: [.location: place])
        case .silence:
            let (never, continuation) = AsyncStream.makeStream(of: Void.self)
            for await _ in never {}
            continuation.finish()
            return Response(status: .internalServerError)
        }
    }
}
