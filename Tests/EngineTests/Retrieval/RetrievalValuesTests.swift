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
            ["dump", "restore", "analyze", "check", "finish"]
        ),
        (["logicalDump", "logicalRestore", "logicalSnapshot"], nil, ["restore", "analyze", "check", "finish"]),
        (["logicalRestore", "logicalSnapshot"], "/d", ["restore", "analyze", "check", "finish"]),
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
}
