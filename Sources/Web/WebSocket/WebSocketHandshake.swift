import Crypto
import FoundationEssentials
import HTTPTypes
import Hummingbird

/// The request that opens a WebSocket (RFC 6455), checked.
struct WebSocketHandshake {
    /// The headers of the answer 101.
    let answer: HTTPFields

    /// - Throws: ``RequestError`` if it is none, or comes from a page of another site.
    init(_ request: Request) throws {
        guard Self.tokens(request.headers[.upgrade]).contains("websocket"),
            Self.tokens(request.headers[.connection]).contains("upgrade")
        else {
            throw RequestError.badRequest(
                "this is a WebSocket: the request must ask for an upgrade",
                hint: "Connect by ws:// or wss://; GET /instance/log-events streams the same over plain HTTP."
            )
        }
        guard request.headers[.secWebSocketVersion] == "13" else { throw Self.wrongVersion }
        guard let key = request.headers[.secWebSocketKey], Data(base64Encoded: key)?.count == 16 else {
            throw RequestError.badRequest("invalid Sec-WebSocket-Key: it must be 16 bytes in Base64")
        }
        try Self.checkOrigin(request)
        let digest = Insecure.SHA1.hash(data: Array((key + Self.magic).utf8))
        answer = [
            .upgrade: "websocket", .connection: "Upgrade",
            .secWebSocketAccept: Data(digest).base64EncodedString(),
        ]
    }

    /// From the RFC.
    private static let magic = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11"

    /// Pages of other sites may not read here with their visitor's rights; programs send no origin.
    private static func checkOrigin(_ request: Request) throws {
        guard let origin = request.headers[.origin] else { return }
        let place = origin.split(separator: "://", maxSplits: 1).last.map { $0.lowercased() }
        guard let authority = request.head.authority?.lowercased(), place == authority else {
            throw RequestError(
                .forbidden,
                "FORBIDDEN",
                "the origin \(origin.prefix(200)) is not the address of this engine",
                hint: "Open the page from the engine itself, or have the proxy pass on the Host header."
            )
        }
    }

    private static func tokens(_ header: String?) -> [String] {
        (header ?? "").split(separator: ",").map { $0.lowercased().filter { !$0.isWhitespace } }
    }

    private static var wrongVersion: RequestError {
        var error = RequestError(.upgradeRequired, "BAD_REQUEST", "only version 13 of WebSocket is spoken here")
        error.headers[.secWebSocketVersion] = "13"
        return error
    }
}
