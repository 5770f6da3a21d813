import Engine
import FoundationEssentials
import Postgres
import Runtime
import Storage
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
            let refresh = try await laboratory.refresh(laboratory.service(try repository.stages()))
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

    /// Without the log that was written during a backup its data are not consistent, and never will be.
    @Test func anArchiveThatMissesAFileEndsTheRefreshAlone() async throws {
        try await RefreshLaboratory.with(source: [SourceContent.people]) { laboratory in
            let repository = try BackRestRepository(laboratory)
            try await repository.fill()
            let service = laboratory.service(try repository.stages())
            try #require(try await laboratory.refresh(service).state == .finished)
            let good = try await laboratory.driver.inventory()
            let snapshot = try #require(try laboratory.catalog.latestSnapshot())
            try repository.loseArchive()
            let refresh = try await laboratory.refresh(laboratory.service(try repository.stages()))
            #expect(refresh.state == .failed)
            #expect(refresh.failure?.contains("the restored data do not start") == true, "\(refresh.failure ?? "")")
            #expect(try laboratory.catalog.latestSnapshot() == snapshot)
            #expect(try await laboratory.driver.inventory() == good, "nothing is left of the failed one")
        }
    }

    @Test func aDiskThatFillsUpEndsTheRefreshAlone() async throws {
        try await RefreshLaboratory.with(source: [SourceContent.people]) { laboratory in
            let place = laboratory.directory.appending("small")
            try FileManager.default.createDirectory(atPath: place.string, withIntermediateDirectories: false)
            try await Tool("mount").run(["-t", "tmpfs", "-o", "size=20m,mode=755", "tmpfs", place.string])
            let outcome = await Result { () async throws -> Refresh in
                // It says that there is room, as when somebody else fills the disk after the look.
                let driver = SizedDriver(
                    driver: try CopyDriver(root: place.appending("pool")),
                    size: PoolSpace(size: 1 << 40, free: 1 << 40)
                )
                let service = laboratory.service(try laboratory.physicalStages(), driver: driver)
                let refresh = try await laboratory.refresh(service)
                #expect(try await driver.inventory() == StorageInventory())
                return refresh
            }
            try await Tool("umount").run([place.string])
            let refresh = try outcome.get()
            #expect(refresh.state == .failed && refresh.isCleared)
            #expect(refresh.failure?.contains("No space left on device") == true, "\(refresh.failure ?? "")")
            #expect(try laboratory.catalog.latestSnapshot() == nil)
            #expect(try await laboratory.runtime.inventory().isEmpty)
        }
    }
}

extension Result where Failure == any Error {
    fileprivate init(_ body: () async throws -> Success) async {
        do { self = .success(try await body()) } catch { self = .failure(error) }
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

    func stages() throws -> [any RetrievalStage] {
        try PhysicalPlan(
            jobs: ["physicalRestore", "physicalSnapshot"],
            restore: PhysicalRestoreOptions(
                tool: .pgbackrest,
                envs: environment.mapValues { Scalar($0) },
                pgbackrest: BackRestOptions(stanza: "main", delta: true)
            ),
            snapshot: nil,
            settings: laboratory.settings
        ).stages()
    }

    /// As when somebody tidies up too much.
    func loseArchive() throws {
        let archive = directory.appending("repo/archive/main/15-1")
        let parts = try FileManager.default.contentsOfDirectory(atPath: archive.string).filter { $0.count == 16 }
        try #require(!parts.isEmpty)
        for part in parts { try FileManager.default.removeItem(atPath: archive.appending(part).string) }
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
