import API
import FoundationEssentials
import Postgres
import RuntimeConformance
import StorageConformance
import SystemPackage
import Testing
import Tooling

extension EndToEnd {
    /// A standby that has nothing but an archive: it never talks to production.
    @Suite struct ArchiveTests {
        @Test func aFileThatTheArchiveLacksIsNamedAndAwaited() async throws {
            try await Archive.with { archive, site, source in
                let daemon = try await site.startWithSnapshot()
                #expect(try await daemon.waitForSync("OK").status.message == "Replaying the archive")
                try await daemon.createClone("bystander")
                let witness = try await CloneWitness("bystander", of: daemon)
                let datasets = try await daemon.replicaDatasets()

                let files = try await archive.write(files: 3)
                for file in files.dropFirst() { try await archive.take(file) }
                let gap = try await daemon.waitForSync("Error")
                #expect(gap.status.message == "the archive lacks \(files[0]), though it has later log")
                #expect(try await daemon.client.retrieval().alerts["sync_failed"]?.level == "error")
                try await witness.expectUnchanged(by: daemon, "gap")

                try await archive.take(files[0])
                try await daemon.waitForSync("OK")
                #expect(try await daemon.client.retrieval().alerts["sync_failed"] == nil)
                try await daemon.waitForOrders(try await source.value("SELECT count(*) FROM public.orders") ?? "")
                #expect(try await daemon.replicaDatasets() == datasets)
                try await witness.expectUnchanged(by: daemon, "filled")
                #expect(await daemon.stop() == 0)
            }
        }
    }
}

extension Daemon {
    /// Takes snapshots until a clone of one has so many orders.
    fileprivate func waitForOrders(_ count: String) async throws {
        for number in 0... {
            let snapshot = try await client.createSnapshot()
            let id = "orders\(number)"
            try await createClone(id, snapshot: snapshot.id)
            if try await value("SELECT count(*) FROM public.orders", in: id) == count { return }
        }
    }
}

/// Where production's log goes, once the test says so.
private struct Archive {
    let source: Source
    /// Production puts its log here.
    let outgoing: FilePath
    /// The standby fetches it from here.
    let directory: FilePath

    static func with(_ body: (Archive, Site, Source) async throws -> Void) async throws {
        try await Source.with { source in
            let place = source.directory.removingLastComponent()
            let archive = Archive(
                source: source,
                outgoing: place.appending("outgoing-\(source.port)"),
                directory: place.appending("archive-\(source.port)")
            )
            let backup = place.appending("backup-\(source.port)")
            let places = [archive.outgoing, archive.directory, backup].map(\.string)
            let mkdir = Tool("mkdir", account: ClusterTemplate.account)
            for place in places { try await mkdir.run(["-m", "755", place]) }
            let outcome: Result<Void, any Error>
            do {
                try await archive.fill(backup)
                let options = Site.Options(retrieval: archive.retrieval(backup), expectedComplaints: ["standby"])
                try await Source.$current.withValue(source) {
                    try await Site.with(.btrfs, options) { site in try await body(archive, site, source) }
                }
                outcome = .success(())
            } catch { outcome = .failure(error) }
            try await Tool("rm").run(["-rf"] + places)
            try outcome.get()
        }
    }

    /// Makes a backup, and puts the log that it needs into the archive.
    private func fill(_ backup: FilePath) async throws {
        try await source.execute("ALTER SYSTEM SET archive_command = 'cp %p \(outgoing)/%f'")
        try await source.restart("-c archive_mode=on")
        let installation = try await TestedPostgres.installation()
        let tool = Tool(installation.program("pg_basebackup").string, account: ClusterTemplate.account)
        try await tool.run([
            "-h", source.directory.string, "-p", "\(source.port)", "-U", "postgres", "-D", backup.string,
            "-X", "none", "-c", "fast", "--no-sync", "--no-manifest",
        ])
        _ = try await write(files: 1)
        for name in try outgoing.names() { try await take(name) }
    }

    /// Has production write and archive so many files of its log.
    /// - Returns: their names.
    func write(files: Int) async throws -> [String] {
        var names: [String] = []
        for _ in 0..<files {
            try await source.addOrder()
            let name = try await source.value("SELECT pg_walfile_name(pg_current_wal_lsn())") ?? ""
            try await source.execute("SELECT pg_switch_wal()")
            try await source.execute(
                """
                DO $$ BEGIN
                    WHILE coalesce((SELECT last_archived_wal < '\(name)' FROM pg_stat_archiver), true) LOOP
                        PERFORM pg_sleep(0.05), pg_stat_clear_snapshot();
                    END LOOP;
                END $$
                """
            )
            names.append(name)
        }
        return names
    }

    /// Lets the standby have a file, whole at once.
    func take(_ name: String) async throws {
        try await Tool("mv").run([outgoing.appending(name).string, directory.appending(name).string])
    }

    private func retrieval(_ backup: FilePath) -> String {
        """
        retrieval:
          jobs: [physicalRestore, physicalSnapshot]
          spec:
            physicalRestore:
              options:
                tool: customTool
                customTool:
                  command: cp -a \(backup)/. $PGDATA
                  restore_command: cp \(directory)/%f "%p"
                sync: {enabled: true, healthCheck: {interval: 1, maxRetries: 900}}
            physicalSnapshot:
              options: {}
        """
    }
}

extension FilePath {
    fileprivate func names() throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: string).sorted()
    }
}
