import API
import Engine
import FoundationEssentials
import HTTPTypes
import Hummingbird
import Logging
import NIOCore

/// The engine's log as it is written.
struct LogRoutes {
    /// How far back a WebSocket begins, as DBLab's.
    private static let past: TimeInterval = 300

    let logs: LogRing
    private let tokens = OneTimeTokens()

    init(logs: LogRing) { self.logs = logs }

    func add(to router: Router<APIContext>) {
        router.get("/instance/log-events") { request, _ in try events(request) }
        router.get("/instance/logs") { request, _ in try socket(request) }
        // Its document says POST, its code GET.
        router.get("/admin/ws-auth") { _, _ in JSONAnswer(LogToken(token: tokens.issue())) }
        router.post("/admin/ws-auth") { _, _ in JSONAnswer(LogToken(token: tokens.issue())) }
    }

    private func events(_ request: Request) throws -> Response {
        let query = try Query(request)
        let level = try Self.level(query)
        let wanted = try ServerSentEvents.lastSeen(request.headers) ?? query.position("after") ?? 0
        // A position beyond the end is of an earlier run of the engine: its numbers start again.
        let start = wanted > logs.lastID ? 0 : wanted
        return ServerSentEvents.response(to: request, changes: logs.changes, start: start) { [logs] position in
            let lines = logs.lines(after: position, atLeast: level)
            guard let last = lines.last?.id else { return nil }
            let text = try lines.map { try ServerSentEvents.frame(id: $0.id, LogEntry($0)) }.joined()
            return LiveBody.News(pieces: [ByteBuffer(string: text)], position: last)
        }
    }

    private static func level(_ query: Query) throws -> Logger.Level {
        guard let text = query["level"] else { return .trace }
        guard let level = Logger.Level(rawValue: text) else {
            let levels = Logger.Level.allCases.map(\.rawValue).joined(separator: ", ")
            throw RequestError.badRequest("invalid value for `level`", hint: "Give one of \(levels).")
        }
        return level
    }

    /// DBLab's way: each line is a text frame in Base64.
    private func socket(_ request: Request) throws -> Response {
        let handshake = try WebSocketHandshake(request)
        guard tokens.redeem(try Query(request)["token"] ?? "") else { throw RequestError.wrongLogToken }
        let begin = Date(timeIntervalSinceNow: -Self.past)
        let body = LiveBody(changes: logs.changes, start: 0) { [logs] position in
            let lines = logs.lines(after: position, since: begin)
            guard let last = lines.last?.id else { return nil }
            let frames = lines.map { ByteBuffer(string: Data(($0.text + "\n").utf8).base64EncodedString()) }
            return LiveBody.News(pieces: frames, position: last)
        }
        return Response(status: .switchingProtocols, headers: handshake.answer, body: body.body(for: request))
    }
}

extension LogEntry {
    init(_ line: LogLine) {
        self.init(
            time: Timestamp(line.time),
            level: line.level.rawValue,
            label: line.label,
            message: line.message,
            metadata: line.metadata
        )
    }
}

extension RequestError {
    fileprivate static var wrongLogToken: Self {
        Self(
            .unauthorized,
            "UNAUTHORIZED",
            "the token of the log stream is missing, was used before, or is older than a minute",
            hint: "Ask /admin/ws-auth for another one, and connect to /instance/logs?token=…"
        )
    }
}
