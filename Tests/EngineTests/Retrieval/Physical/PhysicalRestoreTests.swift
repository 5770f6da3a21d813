import Engine
import Foundation
import Postgres
import Runtime
import SystemPackage
import Testing

/// Copies of a real primary.
@Suite struct PhysicalRestoreTests {
    @Test func aCopyIsPromotedTidyAndStoppedCleanly() async throws {
        try await RefreshLaboratory.with(source: [SourceContent.people]) { laboratory in
            let source = laboratory.source
            try await source.execute(
                """
                ALTER SYSTEM SET archive_command = 'secret-of-production';
                CREATE PUBLICATION all_tables FOR ALL TABLES;
                CREATE SUBSCRIPTION draws CONNECTION 'host=nowhere.invalid' PUBLICATION p
                    WITH (connect = false, slot_name = 'draws');
                CREATE ROLE app LOGIN PASSWORD 'known';
                CREATE TABLE moment AS SELECT 1 AS n;
                """
            )
            let before = Date()
            try await source.execute("INSERT INTO moment VALUES (2)")
            let refresh = try await laboratory.refresh(laboratory.service(try laboratory.physicalStages()))
            try #require(refresh.state == .finished, "\(refresh.failure ?? "")")
            #expect(refresh.report.omissions == [])
            let objects = refresh.report.neutralized?.map(\.object)
            #expect(objects == ["subscription draws (database postgres)", "role app"])
            let moment = try #require(refresh.dataStateAt)
            #expect(moment >= before.addingTimeInterval(-120) && moment <= Date())
            let snapshot = try #require(try laboratory.catalog.latestSnapshot())
            #expect(snapshot.settings["TimeZone"] != nil)
            try await laboratory.withClone(of: snapshot) { clone in
                #expect(try await Content.of(clone) == Content.of(source.parameters()))
                let connection = try await Connection(clone)
                #expect(try await connection.query("SELECT pg_is_in_recovery()") == [["f"]])
                #expect(try await connection.query("SELECT count(*) FROM pg_authid WHERE rolpassword <> ''") == [["0"]])
                #expect(try await connection.query("SELECT subenabled FROM pg_subscription") == [["f"]])
                #expect(try await connection.query("SELECT count(*) FROM pg_replication_slots") == [["0"]])
                #expect(try await connection.query("SHOW archive_command") == [["(disabled)"]])
                await connection.close()
                let log = try await laboratory.logOfTheOnlyServer()
                #expect(log.contains("database system was shut down at"), "\(log)")
                #expect(!log.contains("recovery"), "clones start without: \(log)")
            }
            #expect(try await laboratory.runtime.inventory().isEmpty)
        }
    }

    @Test func everyCloneHasTablespacesOfItsOwn() async throws {
        try await RefreshLaboratory.with { laboratory in
            let place = laboratory.directory.appending("space=1")
            try FileManager.default.createDirectory(atPath: place.string, withIntermediateDirectories: false)
            try laboratory.source.own(place)
            try await laboratory.source.execute("CREATE TABLESPACE far LOCATION '\(place)'")
            try await laboratory.source.execute("CREATE TABLE distant TABLESPACE far AS SELECT 'here' AS word")
            let refresh = try await laboratory.refresh(laboratory.service(try laboratory.physicalStages()))
            try #require(refresh.state == .finished, "\(refresh.failure ?? "")")
            let snapshot = try #require(try laboratory.catalog.latestSnapshot())
            try await laboratory.withClone(of: snapshot) { clone in
                let connection = try await Connection(clone)
                try await connection.execute("UPDATE public.distant SET word = 'changed'; CHECKPOINT")
                let location = try await connection.query(
                    "SELECT pg_tablespace_location(oid) FROM pg_tablespace WHERE spcname = 'far'"
                )
                #expect(location.first?[0]?.hasPrefix("../dblab_tablespaces/") == true, "\(location)")
                await connection.close()
            }
            try await laboratory.withClone(of: snapshot) { clone in
                let connection = try await Connection(clone)
                #expect(try await connection.query("SELECT word FROM public.distant") == [["here"]])
                await connection.close()
            }
        }
    }

    @Test func preparedTransactionsAndHighLimitsDoNotStandInTheWay() async throws {
        try await RefreshLaboratory.with { laboratory in
            try await laboratory.source.stop()
            try await laboratory.source.start("-c max_prepared_transactions=7 -c max_connections=217 -c port=5433")
            try await laboratory.source.execute(
                "CREATE TABLE waiting (n int); BEGIN; INSERT INTO waiting VALUES (1); PREPARE TRANSACTION 'open';"
            )
            let refresh = try await laboratory.refresh(laboratory.service(try laboratory.physicalStages(port: "5433")))
            try #require(refresh.state == .finished, "\(refresh.failure ?? "")")
            #expect(refresh.report.omissions.map(\.object) == ["prepared transaction open (database postgres)"])
            let snapshot = try #require(try laboratory.catalog.latestSnapshot())
            try await laboratory.withClone(of: snapshot) { clone in
                let connection = try await Connection(clone)
                try await connection.execute("BEGIN; LOCK TABLE public.waiting; COMMIT")
                await connection.close()
            }
        }
    }

    @Test func whatIsWrongWithTheSourceIsSaidWithoutSecrets() async throws {
        try await RefreshLaboratory.with { laboratory in
            try laboratory.source.requirePasswords()
            try await laboratory.source.execute("CREATE ROLE sync LOGIN REPLICATION PASSWORD 'right'")
            let stages = try laboratory.physicalStages(user: "sync", password: "wrong-password")
            let refresh = try await laboratory.refresh(laboratory.service(stages))
            #expect(refresh.state == .failed && refresh.isCleared)
            let words = refresh.failure ?? ""
            #expect(words.contains("password authentication failed") && !words.contains("wrong-password"), "\(words)")
        }
    }
}

extension RefreshLaboratory {
    /// The stages of physical mode with `pg_basebackup`.
    func physicalStages(
        user: String = "postgres",
        password: String? = nil,
        port: Scalar = "5432",
        backup: BaseBackupOptions = BaseBackupOptions(checkpoint: "fast"),
        settings: LogicalSettings = LogicalSettings()
    ) throws -> [any RetrievalStage] {
        var origin = sourceOptions(user: user, password: password)
        origin.connection?.port = port
        return try PhysicalPlan(
            jobs: ["physicalRestore", "physicalSnapshot"],
            restore: PhysicalRestoreOptions(tool: .pgBasebackup, source: origin, pgBasebackup: backup),
            snapshot: nil,
            settings: settings
        ).stages()
    }

    func logOfTheOnlyServer() async throws -> String {
        let servers = try await runtime.inventory().keys
        let server = try #require(servers.first)
        return await runtime.logTail(of: server, lines: 50).joined(separator: "\n")
    }
}
