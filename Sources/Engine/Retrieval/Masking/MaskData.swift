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
    /// New names of databases by old ones, under which labels were found.
    let renames: [String: String]
    /// Whether labels come with the data, as they do with copies of files, and not with a dump.
    let areLabelsInData: Bool
    /// What is due only if something was masked.
    let afterwards: AnalyzeData?

    package init(
        _ options: MaskingOptions,
        settings: LogicalSettings,
        renames: [String: String] = [:],
        areLabelsInData: Bool = false,
        afterwards: AnalyzeData? = nil
    ) {
        self.options = options
        self.settings = settings
        self.renames = renames
        self.areLabelsInData = areLabelsInData
        self.afterwards = afterwards
    }

    package func run(_ work: RefreshWork) async throws {
        // Most refreshes have nothing to mask, and should not pay for the question.
        guard !options.isEmpty || areLabelsInData || !work.labels.isEmpty else { return }
        let server = try await TargetServer.existing(work, settings)
        try await server.start()
        do {
            let demand = try await demand(server, work)
            if !demand.rules.isEmpty { try await mask(server, demand, work) }
        } catch let error as MaskingError {
            throw EngineError(
                .invalidArgument,
                error.message,
                detail: error.problems.isEmpty ? nil : error.problems.map(\.description).joined(separator: "\n"),
                hint: error.hint ?? "Correct the rules of retrieval.masking and refresh again."
            )
        }
    }

    private func mask(_ server: TargetServer, _ demand: MaskingDemand, _ work: RefreshWork) async throws {
        let key = try options.keyForLabels(environment: settings.environment)
        let start = ContinuousClock.now
        let meter = ProgressMeter(stage: name, report: work.report)
        meter.say("comparing rules and schemas")
        var report = MaskingReport(rulesHash: demand.rules.hash, keyID: key.id)
        report.anonymizer = demand.anonymizers.isEmpty ? nil : demand.version
        let plans = try await plans(server, demand.rules)
        report.kept = plans.flatMap(\.kept)
        let maskings = plans.map { masking($0, demand.anonymizers[$0.database], key, server, work, meter) }
        let databases = plans.filter { !$0.isEmpty }.map(\.database)
        for outcome in try await silencing(databases, of: server, { try await run(maskings, work) }) {
            report.tables += outcome.tables
            report.valuesLookedFor += outcome.valuesLookedFor
        }
        report.seconds = (ContinuousClock.now - start) / .seconds(1)
        work.setMasking(report)
        try await afterwards?.run(work)
    }

    private func run(_ maskings: [DatabaseMasking], _ work: RefreshWork) async throws -> [DatabaseMasking.Outcome] {
        try work.failpoint("planned")
        // Everything that can be found out beforehand, of all databases, before the first row is replaced.
        for masking in maskings { try await masking.rehearse() }
        try work.failpoint("rehearsed")
        var outcomes: [DatabaseMasking.Outcome] = []
        for masking in maskings { outcomes.append(try await masking.run()) }
        return outcomes
    }

    /// Event triggers of the source do not run with the engine's rights meanwhile; what fails leaves data of no use.
    private func silencing<Value>(
        _ databases: [String],
        of server: TargetServer,
        _ body: () async throws -> Value
    ) async throws -> Value {
        var silences: [(database: String, silence: EventTriggerSilence)] = []
        for database in databases {
            let silence = try await connected(server, database) { try await EventTriggerSilence.begin($0) }
            silences.append((database, silence))
        }
        let value = try await body()
        for (database, silence) in silences {
            try await connected(server, database) { try await silence.end($0) }
        }
        return value
    }

    /// What labels ask for in any database, and then what the operator says, which wins.
    private func demand(_ server: TargetServer, _ work: RefreshWork) async throws -> MaskingDemand {
        var demand = MaskingDemand(rules: options.maskingRules)
        guard options.usesLabels else { return demand }
        var (labelled, problems): ([MaskingRule], [MaskingProblem]) = ([], [])
        for database in try await server.databases() {
            let labels = try await labels(of: database, server, work)
            guard !labels.isEmpty else { continue }
            if options.usesExtension {
                demand.version = try await connected(server, database) { try await AnonymizerExtension.version($0) }
            }
            let translation = LabelTranslation(
                labels,
                database: database,
                own: demand.rules,
                leavesColumns: demand.version != nil
            )
            labelled += translation.rules
            problems += translation.problems
            if !translation.left.isEmpty {
                demand.anonymizers[database] = AnonymizerExtension(labels: translation.left)
            }
        }
        guard problems.isEmpty else { throw MaskingError("masking is refused", problems: problems) }
        demand.rules = demand.rules.following(labelled)
        return demand
    }

    private func labels(of database: String, _ server: TargetServer, _ work: RefreshWork) async throws
        -> [AnonymizerLabel]
    {
        guard !areLabelsInData else {
            return try await connected(server, database) { try await AnonymizerLabel.all(in: $0) }
        }
        return work.labels.labels(ofDatabase: renames.first { $0.value == database }?.key ?? database)
    }

    /// What is to be done in each database; all problems of all of them at once.
    private func plans(_ server: TargetServer, _ rules: MaskingRules) async throws -> [MaskingPlan] {
        var plans: [MaskingPlan] = []
        var problems: [MaskingProblem] = []
        for database in try await server.databases() {
            let schema = try await connected(server, database) { try await SchemaSurvey($0).schema() }
            do { plans.append(try MaskingPlan.make(rules, for: schema)) } catch let error as MaskingError {
                problems += error.problems
            }
        }
        guard problems.isEmpty else { throw MaskingError("masking is refused", problems: problems) }
        return plans
    }

    private func masking(
        _ plan: MaskingPlan,
        _ anonymizer: AnonymizerExtension?,
        _ key: MaskingKey,
        _ server: TargetServer,
        _ work: RefreshWork,
        _ meter: ProgressMeter
    ) -> DatabaseMasking {
        DatabaseMasking(
            plan,
            key: key,
            anonymizer: anonymizer,
            jobs: Machine.processors,
            connect: { try await Self.connection(server, plan.database) },
            failpoint: work.failpoint,
            progress: { meter.say("\($0.table) of \($0.database): \($0.rows) rows") }
        )
    }

    private func connected<Value>(
        _ server: TargetServer,
        _ database: String,
        _ body: (Connection) async throws -> Value
    ) async throws -> Value {
        let connection = try await Self.connection(server, database)
        let value = try await body(connection)
        await connection.close()
        return value
    }

    private static func connection(_ server: TargetServer, _ database: String) async throws -> Connection {
        try await Connection(MaskingSession.parameters(server.parameters(database: database)))
    }
}
