import StubEngine
import Testing

@testable import CLI

@Suite struct LocalInstallTests {
    private static let proposal = """
        {"source": {"host": "db.example", "port": 5432, "username": "dump", "dbname": "shop"},
         "detectedProvider": "rds", "dockerImage": "", "dockerTag": "", "resolvedImage": "", "pgMajorVersion": 14,
         "collationVersion": "2.31", "databases": ["shop", "stock"], "sharedBuffers": "512MB", "memoryProbed": true,
         "sharedPreloadLibraries": "pg_stat_statements", "queryTuning": {"random_page_cost": "1.1"},
         "installedMajorVersion": 15, "warnings": ["missing locales: xx_XX"]}
        """

    private static let preview = """
        Proposed configuration:
          Source:          dump@db.example:5432/shop
          Provider:        rds
          PostgreSQL:      14, restored into 15
          Collation:       2.31
          shared_buffers:  512MB
          Databases:       shop, stock
          Preload libs:    pg_stat_statements
          Warning: missing locales: xx_XX

        """

    private func with(
        status: String = "inactive",
        _ body: @escaping @Sendable (DBLabProgram, StubEngine) async throws -> Void
    ) async throws {
        try await StubEngine.with { request in
            switch request.line {
            case "POST /admin/probe-source": .json(200, Self.proposal)
            case "GET /admin/config": .json(200, #"{"databaseConfigs": {"configs": {"work_mem": "1MB"}}}"#)
            case "GET /instance/retrieval": .json(200, #"{"mode": "logical", "status": "\#(status)"}"#)
            default: .json(200, #"{"status": "OK", "message": "done"}"#)
            }
        } _: { stub in
            try await DBLabProgram.with { dblab in
                try await dblab.initialize(stub.url)
                try await body(dblab, stub)
            }
        }
    }

    private static let url = ["local-install", "--source-url", "postgresql://dump@db.example/shop"]

    @Test func appliesAndStarts() async throws {
        try await with { dblab, stub in
            let run = try await dblab.run(Self.url + ["--yes", "--password", "p"])
            #expect(run.output == Self.preview + "Configuration applied.\nFull refresh started.\n", "\(run.error)")
            #expect(
                stub.requests.map(\.line) == [
                    "POST /admin/probe-source", "GET /admin/config", "POST /admin/config", "GET /instance/retrieval",
                    "POST /full-refresh",
                ]
            )
            #expect(
                stub.requests[2].body == """
                    {"databaseConfigs":{"configs":{"random_page_cost":"1.1","shared_buffers":"512MB",\
                    "shared_preload_libraries":"pg_stat_statements","work_mem":"1MB"}},\
                    "retrieval":{"spec":{"logicalDump":{"options":{"databases":{"shop":{},"stock":{}},\
                    "source":{"connection":{"password":"p"},"connectionString":"postgresql://dump@db.example/shop"}}}}},\
                    "retrievalMode":"logical"}
                    """
            )
        }
    }

    @Test func asksAndTakesNoForAnAnswer() async throws {
        try await with { dblab, stub in
            let run = try await dblab.run(Self.url + ["--password", "p"], input: "n\n")
            #expect(run.output == Self.preview + "Aborted.\n")
            #expect(stub.requests.map(\.line) == ["POST /admin/probe-source"])
        }
    }

    @Test func whatBeganByItselfIsNotStartedAgain() async throws {
        try await with(status: "refreshing") { dblab, stub in
            let run = try await dblab.run(Self.url + ["-y", "--start", "--dbname", "stock", "--shared-buffers=1GB"])
            #expect(run.output.contains("  shared_buffers:  1GB\n  Databases:       stock\n"))
            #expect(run.output.hasSuffix("Full refresh started.\n"))
            #expect(stub.requests.last?.line == "GET /instance/retrieval")
        }
    }

    @Test func nothingStartsAgainstOnesWill() async throws {
        try await with { dblab, stub in
            let run = try await dblab.run(Self.url + ["--yes", "--no-start"])
            #expect(run.output == Self.preview + "Configuration applied.\n")
            #expect(stub.requests.last?.line == "POST /admin/config")
        }
    }

    @Test func wrongDatabasesAreNamed() async throws {
        try await with { dblab, _ in
            let run = try await dblab.run(Self.url + ["--yes", "--dbname", "gone"])
            #expect((run.status, run.error) == (3, "[ERROR]: the source has no database gone\n"))
        }
    }
}
