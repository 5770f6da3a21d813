import Engine
import Testing

@Suite struct SecrecyTests {
    /// Whatever holds a plan may be logged, as the list of services is.
    @Test func noDescriptionOfAPlanHoldsAPassword() {
        let plan = LogicalPlan(
            jobs: ["logicalDump"],
            dump: LogicalDumpOptions(
                source: SourceOptions(
                    connectionString: "postgres://u:hunter2@h/db",
                    connection: SourceConnection(host: "h", password: "hunter2")
                )
            ),
            restore: nil,
            snapshot: nil,
            settings: LogicalSettings(environment: ["PGPASSWORD": "hunter2"])
        )
        var dumped = ""
        dump(plan.settings.description, to: &dumped)
        for text in ["\(plan)", String(reflecting: plan), "\([plan])", dumped] {
            #expect(!text.contains("hunter2"))
        }
    }
}
