import Engine
import Postgres
import Runtime
import StorageConformance
import SystemPackage
import Testing

/// What can be seen of the use of a real server.
@Suite(.timeLimit(.minutes(5))) struct ActivityProbeTests {
    @Test func everyUseIsSeenAndTheLookItselfIsNot() async throws {
        try await CrashScene.with(.copy) { scene in
            let engine = try await scene.engine()
            let clone = try await engine.readyClone("a")
            let probe = ActivityProbe(runtime: engine.runtime) { "postgres" }
            var last = try await steady(probe, clone)
            for _ in 0..<3 { #expect(try await probe.use(of: clone) == last, "its own looks are no use") }

            try await engine.execute("SELECT 1", in: "a")
            last = try await changed(probe, clone, since: last)
            #expect(!last.isBusy, "a session has come and gone")

            let session = try await session(of: clone, engine)
            last = try await changed(probe, clone, since: last)
            #expect(!last.isBusy)
            #expect(try await probe.use(of: clone) == last, "it is only open")
            _ = try await session.query("SELECT 1")
            last = try await changed(probe, clone, since: last)
            try await session.execute("BEGIN")
            #expect(try await probe.use(of: clone).isBusy)
            await #expect(throws: PostgresError.self) { try await session.execute("SELECT nothing") }
            #expect(try await probe.use(of: clone).isBusy, "a transaction that failed is still open")
            try await session.execute("ROLLBACK")
            #expect(try await !probe.use(of: clone).isBusy)
            try await session.execute("SET track_activities = off")
            _ = try await session.query("SELECT 1")
            #expect(try await probe.use(of: clone).isBusy, "nobody knows what it does")
            await session.close()

            try await engine.runtime.remove(clone.server(revision: clone.revision), mode: .immediate)
            await #expect(throws: (any Error).self) { try await probe.use(of: clone) }
        }
    }

    /// Looks until two looks see the same: what made the clone may still be leaving.
    private func steady(_ probe: ActivityProbe, _ clone: Clone) async throws -> Use {
        var last = try await probe.use(of: clone)
        while true {
            let next = try await probe.use(of: clone)
            if next == last, !next.isBusy { return next }
            last = next
        }
    }

    /// Looks until something is different: servers tell their statistics when a session has left.
    private func changed(_ probe: ActivityProbe, _ clone: Clone, since last: Use) async throws -> Use {
        while try await probe.use(of: clone) == last { try Task.checkCancellation() }
        return try await steady(probe, clone)
    }

    private func session(of clone: Clone, _ engine: CrashEngine) async throws -> Connection {
        try await Connection(
            ConnectionParameters(
                host: engine.runtime.socketDirectory(of: clone.server(revision: clone.revision)).string,
                port: clone.port,
                user: "postgres",
                database: "postgres"
            )
        )
    }
}
