import Engine
import Foundation
import Postgres
import Runtime
import SystemPackage
import Testing
import Tooling

@Suite struct LogicalRestoreTests {
    @Test func aKeptDumpIsRestoredAndStays() async throws {
        try await RefreshLaboratory.with(source: [SourceContent.wide]) { laboratory in
            let place = laboratory.directory.appending("dumps")
            let dump = LogicalDumpOptions(
                dumpLocation: place.string,
                source: laboratory.sourceOptions(),
                parallelJobs: 2
            )
            let restore = LogicalRestoreOptions(parallelJobs: 2)
            let stages = try laboratory.transferStages(dump, restore: restore)
            #expect(stages.map(\.name).prefix(2) == ["dump", "restore"])
            for _ in 1...2 {
                let refresh = try await laboratory.refresh(laboratory.service(stages))
                try #require(refresh.state == .finished, "\(refresh.failure ?? "")")
            }
            #expect(FileManager.default.fileExists(atPath: place.appending("postgres/toc.dat").string))
            #expect(try laboratory.catalog.snapshots().count == 2)
            let golden = try #require(try laboratory.catalog.latestSnapshot())
            try await laboratory.withClone(of: golden) { clone in
                let restored = try await Content.of(clone)
                let original = try await Content.of(laboratory.source.parameters())
                #expect(restored == original)
            }
        }
    }

    @Test func dumpsOfAnyOriginAreFound() async throws {
        try await RefreshLaboratory.with(source: [SourceContent.people]) { laboratory in
            let place = laboratory.directory.appending("dumps")
            try FileManager.default.createDirectory(atPath: place.string, withIntermediateDirectories: false)
            try laboratory.source.own(place)
            try await laboratory.source.dump(["-Fc", "-f", place.appending("custom.dump").string])
            try await laboratory.source.dump(["-Fd", "-f", place.appending("directory").string])
            for name in ["plain", "packed", "packed2"] {
                try await laboratory.source.dump(["-f", place.appending("\(name).sql").string])
            }
            try await Tool("gzip").run([place.appending("packed.sql").string])
            try await Tool("bzip2").run([place.appending("packed2.sql").string])
            let stages = try LogicalPlan(
                jobs: ["logicalRestore", "logicalSnapshot"],
                dump: nil,
                restore: LogicalRestoreOptions(dumpLocation: place.string),
                snapshot: nil,
                settings: laboratory.settings
            ).stages()
            let refresh = try await laboratory.refresh(laboratory.service(stages))
            try #require(refresh.state == .finished, "\(refresh.failure ?? "")")
            let golden = try #require(try laboratory.catalog.latestSnapshot())
            try await laboratory.withClone(of: golden) { clone in
                for name in ["custom", "directory", "plain", "packed", "packed2"] {
                    var clone = clone
                    clone.database = name
                    let connection = try await Connection(clone)
                    #expect(try await connection.query("SELECT name FROM public.people") == [["real"]], "\(name)")
                    await connection.close()
                }
            }
        }
    }

    @Test(arguments: [false, true])
    func rowsThatFailEndTheRefreshUnlessIgnored(ignoresErrors: Bool) async throws {
        try await RefreshLaboratory.with { laboratory in
            let place = laboratory.directory.appending("dumps")
            try FileManager.default.createDirectory(atPath: place.string, withIntermediateDirectories: false)
            let text = """
                -- PostgreSQL database dump
                CREATE TABLE public.t (i integer);
                COPY public.t (i) FROM stdin;
                1
                wrong
                \\.
                """
            try Data((text + "\n").utf8).write(to: URL(filePath: place.appending("shop.sql").string))
            let stages = try LogicalPlan(
                jobs: ["logicalRestore", "logicalSnapshot"],
                dump: nil,
                restore: LogicalRestoreOptions(dumpLocation: place.string, ignoreErrors: ignoresErrors),
                snapshot: nil,
                settings: laboratory.settings
            ).stages()
            let refresh = try await laboratory.refresh(laboratory.service(stages))
            #expect(refresh.state == (ignoresErrors ? .finished : .failed), "\(refresh.failure ?? "")")
            let told = ignoresErrors ? refresh.report.omissions.map(\.reason).joined() : refresh.failure
            #expect(told?.contains("COPY t, line 2") == true, "\(told ?? "")")
        }
    }
}
