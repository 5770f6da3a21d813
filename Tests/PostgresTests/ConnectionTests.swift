import Postgres
import Testing

@Suite struct ConnectionTests {
    @Test func statementsRunAndFailWithReasons() async throws {
        try await ServerFixture.with { server in
            let connection = try await Connection(server.parameters)
            #expect(connection.serverVersion / 10000 == server.installation.major)
            #expect(try await connection.query("SELECT 1, NULL, $1::text", ["x'\\"]) == [["1", nil, "x'\\"]])
            #expect(try await connection.query("SELECT $1::text IS NULL", [nil]) == [["t"]])
            #expect(try await connection.query("SHOW search_path") == [["pg_catalog"]])
            try await connection.execute("CREATE TABLE public.t (a int PRIMARY KEY); INSERT INTO public.t VALUES (1)")
            let error = await #expect(throws: PostgresError.self) {
                try await connection.execute("INSERT INTO public.t VALUES (1)")
            }
            #expect(error?.sqlState == "23505")
            #expect(error?.detail == "Key (a)=(1) already exists.")
            #expect(error?.isConnectionFailure == false)
            await #expect(throws: PostgresError.self) { try await connection.execute("SELECT 1\0; DROP TABLE t") }
            await #expect(throws: PostgresError.self) { try await connection.execute("COPY public.t FROM STDIN") }
            #expect(try await connection.query("SELECT a FROM public.t") == [["1"]])
            try await quotingSurvives(connection)
            await connection.close()
            await #expect(throws: PostgresError.self) { try await connection.query("SELECT 1") }
        }
    }

    private func quotingSurvives(_ connection: Connection) async throws {
        for conforming in ["on", "off"] {
            try await connection.execute("SET standard_conforming_strings = \(conforming)")
            try await connection.execute("SET escape_string_warning = off")
            for text in ["'", "\\", "\\'; DROP TABLE t; --", "'\u{301}", "ü\n\t"] {
                #expect(try await connection.query("SELECT \(quoteLiteral(text))::text") == [[text]])
                #expect(try await connection.query("SELECT 1 AS \(quoteIdentifier(text))") == [["1"]])
            }
        }
    }

    @Test func cancelledTaskEndsItsStatement() async throws {
        try await ServerFixture.with { server in
            let observer = try await Connection(server.parameters)
            let connection = try await Connection(server.parameters)
            let process = try await connection.query("SELECT pg_backend_pid()")[0][0]
            let task = Task { try await connection.query("SELECT pg_sleep(600)") }
            let isSleeping = "SELECT 1 FROM pg_stat_activity WHERE pid = $1::int AND wait_event = 'PgSleep'"
            while try await observer.query(isSleeping, [process]).isEmpty { await Task.yield() }
            task.cancel()
            await #expect(throws: CancellationError.self) { try await task.value }
            #expect(try await connection.query("SELECT 1") == [["1"]])
        }
    }

    @Test func lostServerIsAConnectionFailure() async throws {
        var parameters = ConnectionParameters(user: "ann", password: "hunter2", database: "shop", connectTimeout: 1)
        parameters.host = "/nonexistent"
        let error = await #expect(throws: PostgresError.self) { try await Connection(parameters) }
        #expect(error?.isConnectionFailure == true)
        #expect(error?.description.contains("ann@/nonexistent:5432/shop") == true)
        #expect(error?.description.contains("hunter2") == false)
    }
}
