import AsyncHTTPClient
import FoundationEssentials
import NIOCore
import NIOHTTP1

/// The engine's events in order, without end; a lost connection is taken up again without a gap.
///
/// It ends by cancellation, or by an error when the engine refuses, or cannot be reached at first.
public struct EventSequence: AsyncSequence, Sendable {
    let client: Client
    let subject: String?
    let after: Int64?

    /// Starts reading; connects at the first event asked for.
    public func makeAsyncIterator() -> Iterator {
        Iterator(client: client, subject: subject, lastID: after)
    }

    /// Reads one connection after the other.
    public struct Iterator: AsyncIteratorProtocol {
        let client: Client
        let subject: String?
        var lastID: Int64?
        private var body: HTTPClientResponse.Body.AsyncIterator?
        private var parser = ServerSentEventParser()
        private var pending: ArraySlice<Event> = []
        private var hasConnected = false
        private var failures = 0

        init(client: Client, subject: String?, lastID: Int64?) {
            self.client = client
            self.subject = subject
            self.lastID = lastID
        }

        /// The next event.
        public mutating func next() async throws -> Event? {
            while true {
                if let event = pending.popFirst() { return event }
                try Task.checkCancellation()
                do {
                    try await read()
                } catch let error where hasConnected && Self.isPassing(error) {
                    try await pause()
                }
            }
        }

        /// Opens the stream now instead of at the first event, so that nothing that happens afterwards is missed.
        public mutating func connect() async throws {
            guard body == nil else { return }
            let route = Route(.get, "/events", query: [("subject", subject)])
            var request = client.request(route)
            request.headers.replaceOrAdd(name: "Accept", value: "text/event-stream")
            if let lastID { request.headers.add(name: "Last-Event-ID", value: "\(lastID)") }
            let client = client
            let answer = try await client.reaching(route) { [request] in
                try await client.streams.execute(request, timeout: .hours(24 * 365))
            }
            guard answer.status == .ok else {
                let data = Data(try await answer.body.collect(upTo: 1 << 20).readableBytesView)
                try Client.check(Int(answer.status.code), data)
                throw ClientError.unexpectedAnswer(request: route.name, reason: "status \(answer.status.code)")
            }
            guard answer.headers.first(name: "Content-Type")?.hasPrefix("text/event-stream") ?? false else {
                throw ClientError.unexpectedAnswer(request: route.name, reason: "it is not an event stream")
            }
            body = answer.body.makeAsyncIterator()
            parser = ServerSentEventParser()
            hasConnected = true
        }

        private mutating func read() async throws {
            try await connect()
            guard let chunk = try await nextChunk() else {
                body = nil
                return try await pause()
            }
            let frames = parser.consume(chunk.readableBytesView)
            guard !parser.isOversized else {
                throw ClientError.unexpectedAnswer(request: "GET /events", reason: "a frame is too long")
            }
            pending = try frames.map(event)[...]
            lastID = pending.last?.id ?? lastID
            failures = 0
        }

        private mutating func nextChunk() async throws -> ByteBuffer? {
            do {
                return try await body?.next(isolation: #isolation)
            } catch {
                body = nil
                try Task.checkCancellation()
                throw ClientError.unreachable(url: client.configuration.url, reason: "\(error)")
            }
        }

        private func event(_ frame: ServerSentEvent) throws -> Event {
            do {
                return try JSONCoding.value(Event.self, from: Data(frame.data.utf8))
            } catch let error as DecodingError {
                throw ClientError.unexpectedAnswer(request: "GET /events", reason: JSONCoding.reason(of: error))
            }
        }

        /// Waits before the next connection: as long as the server asked for, and longer after each failure, up to 15 s.
        private mutating func pause() async throws {
            let base = Double(parser.retry ?? 1000)
            let milliseconds = Swift.min(base * Double(1 << Swift.min(failures, 6)), 15000)
            failures += 1
            try await Task.sleep(for: .milliseconds(milliseconds))
        }

        private static func isPassing(_ error: any Error) -> Bool {
            switch error {
            case let error as APIError: error.status >= 500 || error.status == 429
            case ClientError.unreachable, ClientError.timedOut: true
            default: false
            }
        }
    }
}

extension Client {
    /// Events about `subject` (such as `clone:testclone`), or about everything.
    ///
    /// It starts after the event `after`; without it, with the next event to happen once connected.
    public func events(after: Int64? = nil, subject: String? = nil) -> EventSequence {
        EventSequence(client: self, subject: subject, after: after)
    }
}
