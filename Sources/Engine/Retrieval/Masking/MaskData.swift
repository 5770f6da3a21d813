import Masking
import Postgres
import SystemPackage
import Tooling

/// Replaces personal data in all databases, before there is a snapshot that anybody could see.
///
/// The log, which still has them, is removed by ``FinishData``.
package struct MaskData: RetrievalStage {
    package let name = "mask"
    let options: MaskingOptions
    let settings: LogicalSettings

    package init(_ options: MaskingOptions, settings: LogicalSettings) {
        self.options = options
        self.settings = settings
    }

    package func run(_ work: RefreshWork) async throws {
        let key = try options.key(environment: settings.environment)
        let server = try await TargetServer.existing(work, settings)
        try await server.start()
        let start = ContinuousClock.now
        let meter = ProgressMeter(stage: name, report: work.report)
        meter.say("comparing rules and schemas")
        var report = MaskingReport(rulesHash: options.maskingRules.hash, keyID: key.id)
        do {
            let plans = try await plans(server)
            report.kept = plans.flatMap(\.kept)
            let maskings = plans.map { masking($0, key, server, work, meter) }
            try work.failpoint("planned")
            // Everything that can be found out beforehand, of all databases, before the first row is replaced.
            for masking in maskings { try await masking.rehearse() }
            try work.failpoint("rehearsed")
            for masking in maskings { report.tables += try await masking.run() }
        } catch let error as MaskingError {
            throw EngineError(
                .invalidArgument,
                error.message,
                detail: error.problems.map(\.description).joined(separator: "\n"),
                hint: error.hint ?? "Correct the rules of retrieval.masking and refresh again."
            )
        }
        report.seconds = (ContinuousClock.now - start) / .seconds(1)
        work.setMasking(report)
    }

    /// What is to be done in each database; all problems of all of them at once.
    private func plans(_ server: TargetServer) async throws -> [MaskingPlan] {
        var plans: [MaskingPlan] = []
        var problems: [MaskingProblem] = []
        for database in try await server.databases() {
            let connection = try await Self.connection(server, database)
            let schema = try await SchemaSurvey(connection).schema()
            await connection.close()
            do { plans.append(try MaskingPlan.make(options.maskingRules, for: schema)) } catch let error as MaskingError
            {
                problems += error.problems
            }
        }
        guard problems.isEmpty else { throw MaskingError("masking is refused", problems: problems) }
        return plans
    }

    private func masking(
        _ plan: MaskingPlan,
        _ key: MaskingKey,
        _ server: TargetServer,
        _ work: RefreshWork,
        _ meter: ProgressMeter
    ) -> DatabaseMasking {
        DatabaseMasking(
            plan,
            key: key,
            jobs: TargetServer.processors,
            connect: { try await Self.connection(server, plan.database) },
            failpoint: work.failpoint,
            progress: { meter.say("\($0.table) of \($0.database): \($0.rows) rows") }
        )
    }

    private static func connection(_ server: TargetServer, _ database: String) async throws -> Connection {
        try await Connection(MaskingSession.parameters(server.parameters(database: database)))
    }
}
