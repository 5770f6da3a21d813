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
}
