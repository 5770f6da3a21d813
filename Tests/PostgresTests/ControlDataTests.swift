import Postgres
import SystemPackage
import Testing
import Tooling

@Suite struct ControlDataTests {
    private let recorded = """
        pg_control version number:            1300
        Catalog version number:               202209061
        Database system identifier:           7575512345678901234
        Database cluster state:               in archive recovery
        pg_control last modified:             Sun Nov 22 10:00:00 2026
        Latest checkpoint location:           0/1549EC0
        Latest checkpoint's TimeLineID:       3
        Time of latest checkpoint:            Thu Feb 29 23:59:58 2024
        Minimum recovery ending location:     0/15500A8
        max_connections setting:              100
        max_locks_per_xact setting:           64
        Database block size:                  8192
        Bytes per WAL segment:                16777216
        Data page checksum version:           1
        """

    @Test func recordedOutputIsParsed() throws {
        let data = try ControlData(parsing: recorded)
        #expect(data.state == .inArchiveRecovery)
        #expect(!data.isCleanlyShutDown)
        #expect(data.timeline == 3)
        #expect(data.checkpointTime == 1_709_251_198)
        #expect(data.hasDataChecksums)
        #expect(data.requiredSettings == ["max_connections": 100, "max_locks_per_xact": 64])
        #expect(data.minimumRecoveryLocation == "0/15500A8")
    }

    @Test(arguments: ["", "Database cluster state: dreaming", "Database cluster state: shut down"])
    func nonsenseIsAnError(text: String) {
        #expect(throws: PostgresError.self) { try ControlData(parsing: text) }
    }

    @Test func realServerIsRead() async throws {
        try await ServerFixture.with { server in
            let data = try await ControlData(
                ofDataDirectory: server.dataDirectory,
                installation: server.installation,
                account: server.account
            )
            #expect(data.state == .inProduction)
            let connection = try await Connection(server.parameters)
            let sql = """
                SELECT system_identifier, timeline_id, extract(epoch from checkpoint_time)::bigint
                FROM pg_control_system(), pg_control_checkpoint()
                """
            #expect(
                try await connection.query(sql) == [
                    [data.systemIdentifier, "\(data.timeline)", "\(data.checkpointTime)"]
                ]
            )
        }
        await #expect(throws: ToolFailure.self) {
            try await ControlData(ofDataDirectory: "/nonexistent", installation: .newest())
        }
    }
}
