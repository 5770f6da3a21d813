import StubEngine
import Testing

@testable import CLI

@Suite struct AccessCommandTests {
    private static let token = """
        {"id": "t1", "name": "laptop", "kind": "personal", "owner": "neal", "role": "user", \
        "scope": {"ownClonesOnly": true, "branches": ["dev*"]}, "createdAt": "2026-01-31T15:04:05Z", \
        "createdBy": "verification token", "token": "dblab_secret"}
        """

    @Test func theSecretStandsAlone() async throws {
        let script: @Sendable (StubRequest) -> StubAnswer = { _ in .json(201, Self.token) }
        try await DBLabProgram.with(script) { dblab, stub in
            let run = try await dblab(
                "token",
                "create",
                "laptop",
                "--owner",
                "neal",
                "--own-clones-only",
                "--branch",
                "dev*",
                "--output",
                "text"
            )
            #expect(run.output == "dblab_secret\n")
            let request = try #require(stub.requests.last)
            #expect(request.line == "POST /admin/tokens")
            #expect(request.body.contains(#""kind":"personal""#) && request.body.contains(#""branches":["dev*"]"#))
        }
    }

    @Test func tokensAreListedAndRevoked() async throws {
        let script: @Sendable (StubRequest) -> StubAnswer = { request in
            request.line == "GET /admin/tokens" ? .json(200, "[\(Self.token)]") : .json(200, #"{"status": "OK"}"#)
        }
        try await DBLabProgram.with(script) { dblab, stub in
            let list = try await dblab("token", "list", "--output", "text")
            #expect(list.output.contains("laptop") && list.output.contains("own clones, dev*"))
            let revoked = try await dblab("token", "revoke", "t1")
            #expect(revoked.output.contains("Revoked token 't1'"))
            #expect(stub.requests.last?.line == "DELETE /admin/tokens/t1")
        }
    }

    @Test func theAuditTrailIsShownAndExported() async throws {
        let entry = """
            {"id": 7, "at": "2026-01-31T15:04:05Z", "actor": "neal", "address": "192.0.2.1", \
            "action": "POST /clone", "target": "clone a", "result": "done"}
            """
        let script: @Sendable (StubRequest) -> StubAnswer = { request in
            request.target.hasPrefix("/admin/audit?") ? .json(200, "[\(entry)]") : .json(200, "{}\n")
        }
        try await DBLabProgram.with(script) { dblab, stub in
            let list = try await dblab("audit", "list", "--actor", "neal", "--limit", "5", "--output", "text")
            #expect(list.output.contains("neal") && list.output.contains("clone a"))
            #expect(stub.requests.last?.target == "/admin/audit?actor=neal&limit=5")
            let file = try await dblab("audit", "export", "--format", "csv", "--result", "refused")
            #expect(file.output == "{}\n")
            #expect(stub.requests.last?.target == "/admin/audit/export?result=refused&format=csv")
        }
    }

    @Test(arguments: [
        ["token", "create"], ["token", "create", ""], ["token", "create", "x", "--expire-after", "soon"],
        ["token", "revoke"], ["audit", "list", "--limit", "0"], ["audit", "list", "--limit", "x"],
    ])
    func badArgumentsAreRefusedBeforeAnythingIsSent(_ arguments: [String]) async throws {
        let script: @Sendable (StubRequest) -> StubAnswer = { _ in .json(200, "{}") }
        try await DBLabProgram.with(script) { dblab, stub in
            let before = stub.requests.count
            let run = try await dblab.run(arguments)
            #expect(run.status == 2 && run.error.hasPrefix("[ERROR]: "))
            #expect(stub.requests.count == before)
        }
    }
}
