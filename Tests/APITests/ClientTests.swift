import API
import FoundationEssentials
import StubEngine
import Testing

@Suite struct ClientTests {
    private static let clone = #"{"id":"c","status":{"code":"OK","message":"m"},"db":{"port":"6000"},"metadata":{}}"#

    private func with(
        prefix: String = "",
        timeout: Duration = .seconds(60),
        _ script: @escaping @Sendable (StubRequest) -> StubAnswer,
        then body: @escaping @Sendable (Client, StubEngine) async throws -> Void
    ) async throws {
        try await StubEngine.with(script) { stub in
            let configuration = ClientConfiguration(url: stub.url + prefix, token: "t0k", requestTimeout: timeout)
            return try await Client.with(configuration) { try await body($0, stub) }
        }
    }

    @Test func sendsEachRequestAsDBLabDoes() async throws {
        try await with(prefix: "/api/") { request in
            switch request.line {
            case "GET /api/clones", "GET /api/snapshots?branch=a%20b&dataset=p": .json(200, "[]")
            case "POST /api/full-refresh", "POST /api/full-refresh/cancel":
                .json(200, #"{"status":"OK","message":"m"}"#)
            case "DELETE /api/snapshot/p/x@s:1?force=true": .json(200, #"{"status":"OK","message":"m"}"#)
            case "DELETE /api/clone/c?wait=2s", "POST /api/clone/c/reset?wait=1500ms": .json(200, "")
            case "GET /api/snapshot/p/x@s:1", "PATCH /api/snapshot/p/x@s:1", "POST /api/snapshot",
                "POST /api/snapshot/clone":
                .json(200, #"{"id":"s"}"#)
            default: .json(request.line.contains("clone") ? 201 : 200, Self.clone)
            }
        } then: { client, stub in
            _ = try await client.clones()
            _ = try await client.snapshots(branch: "a b", pool: "p")
            _ = try await client.startRefresh()
            _ = try await client.cancelRefresh()
            _ = try await client.deleteSnapshot("p/x@s:1", force: true)
            try await client.destroyClone("c", wait: .seconds(2))
            try await client.resetClone("c", wait: .milliseconds(1500))
            _ = try await client.snapshot("p/x@s:1")
            _ = try await client.updateSnapshot("p/x@s:1", SnapshotUpdate(protected: true))
            _ = try await client.createSnapshot()
            _ = try await client.createSnapshot(SnapshotCreateRequest(cloneID: "c"))
            #expect(try await client.clone("a/b?c#d e%").db.port == "6000")
            _ = try await client.createClone(CloneCreateRequest(id: "c"), wait: .seconds(60))
            _ = try await client.updateClone("c", CloneUpdateRequest(protected: true, protectionDurationMinutes: 5))
            #expect(stub.requests.allSatisfy { $0.headers["verification-token"] == "t0k" })
            #expect(
                stub.requests.suffix(3).map(\.line) == [
                    "GET /api/clone/a%2Fb%3Fc%23d%20e%25", "POST /api/clone?wait=60s", "PATCH /api/clone/c",
                ]
            )
            #expect(stub.requests.last?.body == #"{"protected":true,"protectionDurationMinutes":5}"#)
        }
    }

    @Test func refusalsCarryEverythingTheEngineSaid() async throws {
        try await with { _ in
            .json(409, #"{"code":"CONFLICT","message":"clone with ID \"c\" already exists","detail":"d","hint":"h"}"#)
        } then: { client, _ in
            let error = try await #require(throws: APIError.self) { try await client.clone("c") }
            #expect(error.status == 409)
            #expect(error.isConflict)
            #expect(!error.isNotFound)
            #expect(error.description == #"clone with ID "c" already exists. d. h"#)
        }
    }

    @Test(arguments: [(404, "404 page not found"), (405, ""), (502, "<html>"), (301, "")])
    func otherAnswersBecomeRefusals(status: Int, body: String) async throws {
        try await with { _ in
            .json(status, body)
        } then: { client, _ in
            let error = try await #require(throws: APIError.self) { try await client.status() }
            #expect(error.status == status)
            #expect(error.message.contains("\(status)"))
        }
    }

    @Test(arguments: ["", "null", "[]", "<html>", #"{"id":1}"#])
    func nonsenseIsNamed(body: String) async throws {
        try await with { _ in
            .json(200, body)
        } then: { client, _ in
            let error = try await #require(throws: ClientError.self) { try await client.clone("c") }
            #expect("\(error)".contains("GET /clone/c"))
        }
    }

    @Test func silenceEndsInTime() async throws {
        try await with(timeout: .milliseconds(50)) { _ in
            .silence
        } then: { client, _ in
            await #expect(throws: ClientError.timedOut(request: "GET /clones", after: .milliseconds(50))) {
                try await client.clones()
            }
        }
    }

    @Test func nobodyThereIsSaidAtOnce() async throws {
        // A server that has just gone: nothing listens on its port.
        let url = try await StubEngine.with { _ in
            .silence
        } _: {
            $0.url
        }
        let error = try await #require(throws: ClientError.self) {
            try await Client.with(ClientConfiguration(url: url)) { try await $0.clones() }
        }
        #expect(error == .unreachable(url: url, reason: "connection refused"))
    }

    @Test(arguments: [
        "", "localhost:2345", "ftp://x", "http://", "http://a b", "http://x/?q=1", "http://x/#f", "http://u@x",
        "http://x/\u{1B}[31m", "http://\(String(repeating: "x", count: 3000))", "http://é",
    ])
    func badURLsAreRefused(url: String) {
        #expect(throws: ClientError.self) { try ClientConfiguration(url: url).validated() }
    }

    @Test(arguments: ["a\nb", "a b", "é", "a\r\nX: y"])
    func badTokensAreRefused(token: String) {
        #expect(throws: ClientError.self) { try ClientConfiguration(url: "http://x", token: token).validated() }
    }
}
