import Engine
import FoundationEssentials
import Postgres
import SystemPackage
import Testing
import Tooling

/// Real pgBackRest with a repository on this machine.
@Suite struct BackRestTests {
    @Test func aBackupIsRestoredAndItsArchiveReplayed() async throws {
        try await RefreshLaboratory.with(source: [SourceContent.people]) { laboratory in
            let repository = try BackRestRepository(laboratory)
            try await repository.fill()
            // After the backup: only the archive has it.
            try await laboratory.source.execute("CREATE TABLE later AS SELECT 'from the archive' AS word")
            try await laboratory.source.execute("SELECT pg_switch_wal()")
            try await repository.run("check")
            let stages = try PhysicalPlan(
                jobs: ["physicalRestore", "physicalSnapshot"],
                restore: PhysicalRestoreOptions(
                    tool: .pgbackrest,
                    envs: repository.environment.mapValues { Scalar($0) },
                    pgbackrest: BackRestOptions(stanza: "main", delta: true)
                ),
                snapshot: nil,
                settings: laboratory.settings
            ).stages()
            let refresh = try await laboratory.refresh(laboratory.service(stages))
            try #require(refresh.state == .finished, "\(refresh.failure ?? "")")
            let snapshot = try #require(try laboratory.catalog.latestSnapshot())
            try await laboratory.withClone(of: snapshot) { clone in
                let connection = try await Connection(clone)
                #expect(try await connection.query("SELECT word FROM public.later") == [["from the archive"]])
                await connection.close()
                #expect(try await Content.of(clone) == Content.of(laboratory.source.parameters()))
            }
        }
    }
}

/// A stanza of the laboratory's source.
private struct BackRestRepository {
    let laboratory: RefreshLaboratory
    let directory: FilePath
    var configuration: FilePath { directory.appending("pgbackrest.conf") }
    var environment: [String: String] { ["PGBACKREST_CONFIG": configuration.string] }

    init(_ laboratory: RefreshLaboratory) throws {
        self.laboratory = laboratory
        directory = laboratory.directory.appending("repository")
        let files = FileManager.default
        try files.createDirectory(atPath: directory.string, withIntermediateDirectories: false)
        try laboratory.source.own(directory)
        let text = """
            [global]
            repo1-path=\(directory)/repo
            log-path=\(directory)
            lock-path=\(directory)/lock
            spool-path=\(directory)/spool
            start-fast=y
            compress-type=none
            [main]
            pg1-path=\(laboratory.source.dataDirectory)
            pg1-socket-path=\(laboratory.source.directory)

            """
        try #require(files.createFile(atPath: configuration.string, contents: Data(text.utf8)))
    }

    func fill() async throws {
        let source = laboratory.source
        try await source.execute(
            "ALTER SYSTEM SET archive_command = 'pgbackrest --config=\(configuration) --stanza=main archive-push %p'"
        )
        try await source.stop()
        try await source.start("-c archive_mode=on")
        try await run("stanza-create")
        try await run("backup")
    }

    func run(_ command: String) async throws {
        let tool = Tool(
            "pgbackrest",
            environment: environment,
            account: laboratory.source.account,
            workingDirectory: "/"
        )
        try await tool.run(["--stanza=main", command])
    }
}
