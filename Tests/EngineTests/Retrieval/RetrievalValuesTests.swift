import Engine
import Foundation
import Testing

@Suite struct RetrievalValuesTests {
    @Test func optionsAreThoseOfServerYml() throws {
        let text = #"""
            {"dumpLocation": "/d", "dockerImage": "x", "parallelJobs": 4, "source": {"type": "remote",
              "connection": {"host": "h", "port": "5433", "dbname": "d", "username": "u", "password": 42}},
             "databases": {"a": null, "b": {"tables": ["t"], "format": "custom", "compression": "no"}},
             "immediateRestore": {"enabled": true, "configs": {"fsync": false, "work_mem": "1MB", "x": 3}}}
            """#
        let options = try JSONDecoder().decode(LogicalDumpOptions.self, from: Data(text.utf8))
        #expect(options.source?.connection?.port == "5433" && options.source?.connection?.password == "42")
        #expect(options.databases?["a"] == DatabaseSelection() && options.databases?["b"]?.format == .custom)
        #expect(options.immediateRestore?.configs == ["fsync": "off", "work_mem": "1MB", "x": "3"])
    }

    @Test(arguments: [
        (
            ["logicalDump", "logicalRestore", "logicalSnapshot"], "/d",
            ["dump", "restore", "hygiene", "mask", "analyze", "check", "finish"]
        ),
        (
            ["logicalDump", "logicalRestore", "logicalSnapshot"], nil,
            ["restore", "hygiene", "mask", "analyze", "check", "finish"]
        ),
        (["logicalRestore", "logicalSnapshot"], "/d", ["restore", "hygiene", "mask", "analyze", "check", "finish"]),
    ])
    func jobsBecomeStages(_ jobs: [String], _ location: String?, _ expected: [String]) throws {
        let plan = LogicalPlan(
            jobs: jobs,
            dump: LogicalDumpOptions(dumpLocation: location),
            restore: LogicalRestoreOptions(dumpLocation: location),
            snapshot: nil,
            settings: LogicalSettings()
        )
        #expect(try plan.stages().map(\.name) == expected)
    }

    @Test(arguments: ["--no-owner; rm", "a b", "$(x)", "", "--dbname=x", "-dx", "--snapshot=1", "-Ft"])
    func dangerousOptionsAreRefused(_ option: String) {
        let plan = LogicalPlan(
            jobs: ["logicalDump", "logicalSnapshot"],
            dump: LogicalDumpOptions(customOptions: [option]),
            restore: nil,
            snapshot: nil,
            settings: LogicalSettings()
        )
        #expect(throws: EngineError.self) { try plan.stages() }
    }

    @Test func retentionKeepsTheNewestTheUsedAndTheProtected() throws {
        var snapshots = try (0..<6).map { try Fixture.snapshot("s\($0)", dataset: "base-\($0)", age: Double($0) * 60) }
        snapshots[4].isProtected = true
        let surplus = Retention(limit: 2).surplus(of: snapshots, used: ["s3"], at: Date())
        #expect(surplus == ["s2", "s5"])
    }

    /// Every ten minutes for three weeks, until Thursday, January 1, 2026, at midnight.
    @Test func retentionThinsOut() throws {
        let all = try (0..<3024).map { try Fixture.snapshot("s\($0)", dataset: "base-\($0)", age: Double($0) * 600) }
        func kept(_ retention: Retention) -> [Int] {
            let gone = Set(retention.surplus(of: all.shuffled(), used: [], at: Date()))
            return all.indices.filter { !gone.contains(all[$0].id) }
        }
        #expect(kept(Retention(limit: 3)) == [0, 1, 2])
        // The newest of an hour is that of its fiftieth minute; midnight is the only one of its hour, day and week yet.
        #expect(kept(Retention(limit: 1, hourly: 3)) == [0, 1, 7])
        #expect(kept(Retention(limit: 1, daily: 3)) == [0, 1, 145])
        // Sunday, December 28, 23:50 is 3 days and 10 minutes before.
        #expect(kept(Retention(limit: 1, weekly: 2)) == [0, 433])
        #expect(kept(Retention(limit: 4, hourly: 2, daily: 2, weekly: 2)) == [0, 1, 2, 3, 433])
        #expect(kept(Retention(limit: .max, hourly: 1)).count == 3024)
    }
}
