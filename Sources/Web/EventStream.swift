import API
import Engine
import FoundationEssentials
import HTTPTypes
import Hummingbird
import NIOCore

/// One subscriber's stream of events (`text/event-stream`), of which none is lost.
struct EventStream: Sendable {
    let catalog: Catalog
    let start: Int64
    let subject: String?
    let sight: Sight

    func response(to request: Request) -> Response {
        ServerSentEvents.response(to: request, changes: catalog.changes, start: start) { position in
            let events = try catalog.events(after: position, subject: subject, limit: 500)
            guard let last = events.last?.id else { return nil }
            let text = try events.filter { try sight.shows($0) }.map(Self.frame).joined()
            return LiveBody.News(pieces: text.isEmpty ? [] : [ByteBuffer(string: text)], position: last)
        }
    }

    private static func frame(_ event: DomainEvent) throws -> String {
        try ServerSentEvents.frame(id: event.id ?? 0, API.Event(event))
    }
}

/// The format of streams that browsers and our own client read.
enum ServerSentEvents {
    static func response(
        to request: Request,
        changes: Broadcaster,
        start: Int64,
        news: @escaping @Sendable (_ position: Int64) throws -> LiveBody.News?
    ) -> Response {
        let body = LiveBody(
            changes: changes,
            start: start,
            opening: ByteBuffer(string: "retry: 1000\n\n"),
            ping: ByteBuffer(string: ": ping\n\n"),
            news: news
        )
        return Response(
            status: .ok,
            headers: [.contentType: "text/event-stream; charset=utf-8"],
            body: body.body(for: request)
        )
    }

    static func frame(id: Int64, _ value: some Encodable) throws -> String {
        let data = try JSONCoding.data(value, zone: .local)
        return "id: \(id)\ndata: \(String(decoding: data, as: UTF8.self))\n\n"
    }

    /// What a subscriber that reconnects has seen last.
    static func lastSeen(_ headers: HTTPFields) throws -> Int64? {
        guard let name = HTTPField.Name("Last-Event-ID"), let text = headers[name], !text.isEmpty else { return nil }
        return try EventPosition.number(text, field: "Last-Event-ID")
    }
}
