import Tooling

/// Collects statistics for the planner, so that clones plan as production does.
package struct AnalyzeData: RetrievalStage {
    package let name = "analyze"
    let settings: LogicalSettings

    package init(settings: LogicalSettings) { self.settings = settings }

    package func run(_ work: RefreshWork) async throws {
        let server = try await TargetServer.existing(work, settings)
        try await server.start()
        let meter = ProgressMeter(stage: name, report: work.report)
        for database in try await server.databases() {
            meter.say("database \(database)")
            let jobs = max(2, Machine.processors)
            do {
                try await server.tool("vacuumdb", database: database)
                    .run(["--analyze-only", "--quiet", "--jobs=\(jobs)"])
            } catch let failure as ToolFailure {
                // Statistics can be had later; a broken function in an index must not cost the refresh.
                work.leaveOut(
                    Omission(object: "statistics of database \(database)", reason: failure.shortDescription)
                )
            }
        }
    }
}
