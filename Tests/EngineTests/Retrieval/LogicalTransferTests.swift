import Engine
import Foundation
import Postgres
import Runtime
import Storage
import SystemPackage
import Testing
import Tooling

@Suite struct LogicalTransferTests {
    @Test func everythingOfSeveralDatabasesIsRestored() async throws {
        try await RefreshLaboratory.with(source: SourceContent.all) { laboratory in
            let before = Date()
            let refresh = try await laboratory.refresh(laboratory.service(try laboratory.transferStages()))
            try #require(refresh.state == .finished, "\(refresh.failure ?? "")")
            #expect(refresh.report.omissions.map(\.object) == ["subscription sub (database shop)"])
            let moment = try #require(refresh.dataStateAt)
            #expect(moment >= before.addingTimeInterval(-1) && moment <= Date())
            let snapshot = try #require(try laboratory.catalog.latestSnapshot())
            #expect(snapshot.id.hasPrefix("pool@snapshot_20") && snapshot.dataset == "base-\(refresh.uid)")
            #expect(snapshot.logicalSize > 1_000_000 && snapshot.postgresVersion >= 12)
            try await laboratory.withClone(of: snapshot) { clone in
                for name in ["shop", "empty", "latin", "we\"ird \nñ"] {
                    var there = laboratory.source.parameters(name)
                    there.connectTimeout = 10
                    var here = clone
                    here.database = name
                    #expect(try await Content.of(here) == Content.of(there), "\(name)")
                }
                try await SourceContent.checkGlobals(clone)
            }
            #expect(try await laboratory.runtime.inventory().isEmpty)
        }
    }

    @Test func largeTablesOfAllTypesAreStreamedUnchanged() async throws {
        try await RefreshLaboratory.with(source: [SourceContent.wide]) { laboratory in
            let refresh = try await laboratory.refresh(laboratory.service(try laboratory.transferStages()))
            #expect(refresh.state == .finished, "\(refresh.failure ?? "")")
            #expect(refresh.progress.bytesTotal > 0 && refresh.progress.tablesTotal > 0)
            let snapshot = try #require(try laboratory.catalog.latestSnapshot())
            try await laboratory.withClone(of: snapshot) { clone in
                #expect(try await Content.of(clone) == Content.of(laboratory.source.parameters()))
                let connection = try await Connection(clone)
                let frozen = try await connection.query("SELECT relallvisible > 0 FROM pg_class WHERE relname = 'wide'")
                #expect(frozen == [["t"]])
                #expect(try await connection.query("SHOW fsync") == [["on"]])
                await connection.close()
            }
        }
    }

    @Test func renamedPatchedAndConfigured() async throws {
        try await RefreshLaboratory.with(source: [SourceContent.people]) { laboratory in
            let snapshot = LogicalSnapshotOptions(
                configs: ["work_mem": "7MB"],
                databaseRename: ["postgres": "masked"],
                dataPatching: .init(queryPreprocessing: nil)
            )
            let queries = laboratory.directory.appending("queries")
            try FileManager.default.createDirectory(atPath: queries.string, withIntermediateDirectories: false)
            try Data("UPDATE people SET name = name || '-1'".utf8).write(to: URL(filePath: queries.string + "/1.sql"))
            try Data("UPDATE people SET name = name || '-2'".utf8).write(to: URL(filePath: queries.string + "/2.sql"))
            let restore = LogicalRestoreOptions(
                queryPreprocessing: QueryPreprocessing(
                    queryPath: queries.string,
                    maxParallelWorkers: 1,
                    inline: "UPDATE people SET name = replace(name, 'real', 'x')"
                )
            )
            let stages = try laboratory.transferStages(restore: restore, snapshot: snapshot)
            let refresh = try await laboratory.refresh(laboratory.service(stages))
            try #require(refresh.state == .finished, "\(refresh.failure ?? "")")
            let golden = try #require(try laboratory.catalog.latestSnapshot())
            #expect(golden.settings["work_mem"] == "7MB")
            #expect(golden.settings["TimeZone"] != nil)
            #expect(try laboratory.catalog.settingsCatalog(major: golden.postgresVersion) != nil)
            try await laboratory.withClone(of: golden) { clone in
                var clone = clone
                clone.database = "masked"
                let connection = try await Connection(clone)
                #expect(try await connection.query("SELECT name FROM public.people") == [["x-1-2"]])
                await connection.close()
            }
        }
    }

    /// See docs/decisions/016-relation-cache.md.
    @Test func aSnapshotHasWhatTheStartOfItsClonesWouldWrite() async throws {
        try await RefreshLaboratory.with(source: [SourceContent.people]) { laboratory in
            let stages = try laboratory.transferStages(
                snapshot: LogicalSnapshotOptions(configs: ["max_connections": "33"]),
                settings: LogicalSettings(cloneSettings: ["max_connections": "32", "max_worker_processes": "9"])
            )
            let refresh = try await laboratory.refresh(laboratory.service(stages))
            try #require(refresh.state == .finished, "\(refresh.failure ?? "")")
            let golden = try #require(try laboratory.catalog.latestSnapshot())
            let name = try #require(DatasetName("clone-look"))
            try await laboratory.driver.createClone(name, of: try golden.name)
            let data = DatasetLayout.dataDirectory(in: try await laboratory.driver.directory(of: name))
            let control = try await ControlData(
                ofDataDirectory: data,
                installation: try await PostgresInstallation.find(forDataDirectory: data),
                account: RefreshLaboratory.account
            )
            #expect(control.isCleanlyShutDown)
            #expect(control.requiredSettings["max_connections"] == 33, "those of the snapshot win")
            #expect(control.requiredSettings["max_worker_processes"] == 9)
            #expect(control.requiredSettings["max_wal_senders"] == 10, "not the restoring server's")
            let base = data.appending("base")
            let cached = try FileManager.default.contentsOfDirectory(atPath: base.string).filter {
                FileManager.default.fileExists(atPath: base.appending($0).appending("pg_internal.init").string)
            }
            // Besides template0, which lets nobody in.
            #expect(cached.count == 2, "postgres and template1: \(cached)")
            try await laboratory.driver.removeDataset(name)
        }
    }
}
