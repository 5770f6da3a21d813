import API
import StubEngine
import Synchronization
import Testing

@Suite struct EventSequenceTests {
    private static func frame(_ id: Int) -> String {
        let data =
            #"{"id":\#(id),"at":"2026-01-01T00:00:00Z","subject":"clone:c","kind":"clone.ready","payload":{"n":\#(id)}}"#
        return "id: \(id)\nevent: clone.ready\ndata: \(data)\n\n"
    }

    @Test func resumesAfterALostConnectionWithoutAGap() async throws {
        let refusals = Mutex(2)
        try await StubEngine.with { request in
            guard request.headers["last-event-id"] == "5" else {
                return .events(["retry: 1\n\n: hello\n\n" + Self.frame(5) + "id: 6\ndata: cut o"])
            }
            let refuses = refusals.withLock {
                $0 -= 1
                return $0 >= 0
            }
            return refuses ? .json(503, "") : .events([Self.frame(6)])
        } _: { stub in
            try await Client.with(ClientConfiguration(url: stub.url)) { client in
                var ids: [Int64] = []
                for try await event in client.events(after: 4, subject: "clone:c") {
                    ids.append(event.id)
                    #expect(event.payload["n"] == .integer(event.id))
                    if event.id == 6 { break }
                }
                #expect(ids == [5, 6])
                #expect(stub.requests.map { $0.headers["last-event-id"] } == ["4", "5", "5", "5"])
                #expect(stub.requests.allSatisfy { $0.line == "GET /events?subject=clone:c" })
            }
        }
    }

    @Test(arguments: [401, 404])
    func refusalsEndIt(status: Int) async throws {
        try await StubEngine.with { _ in
            .json(status, #"{"code":"X","message":"no"}"#)
        } _: { stub in
            try await Client.with(ClientConfiguration(url: stub.url)) { client in
                let error = try await #require(throws: APIError.self) {
                    for try await _ in client.events() {}
                }
                #expect(error.status == status)
            }
        }
    }

    @Test func somethingElseThanAStreamIsNamed() async throws {
        try await StubEngine.with { _ in
            .json(200, "{}")
        } _: { stub in
            try await Client.with(ClientConfiguration(url: stub.url)) { client in
                var events = client.events().makeAsyncIterator()
                let error = try await #require(throws: ClientError.self) { try await events.connect() }
                #expect("\(error)".contains("not an event stream"))
            }
        }
    }

    @Test func endsByCancellation() async throws {
        try await StubEngine.with { _ in
            .silence
        } _: { stub in
            try await Client.with(ClientConfiguration(url: stub.url)) { client in
                let reader = Task {
                    for try await _ in client.events() {}
                }
                reader.cancel()
                await #expect(throws: (any Error).self) { try await reader.value }
            }
        }
    }
}
