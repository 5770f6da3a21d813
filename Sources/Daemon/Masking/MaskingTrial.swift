import ArgumentParser
import Engine
import FoundationEssentials
import Masking
import Postgres
import SystemPackage

/// Masks a database of a server of one's own, for benchmarks and trials; the data are changed.
struct MaskingTrial: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "trial",
        abstract: "Mask a database in place, with a key that nobody knows.",
        shouldDisplay: false
    )

    @Option(help: "The directory of the server's socket.")
    var socket: String

    @Option var port = 5432
    @Option var database: String
    @Option(help: "A file with rules.") var rules: String
    @Option var jobs = 2

    @Flag(help: "Do it as people do: one UPDATE for each column.")
    var updates = false

    func run() async throws {
        let parameters = ConnectionParameters(host: socket, port: port, user: "postgres", database: database)
        let connect = { @Sendable in try await Connection(MaskingSession.parameters(parameters)) }
        let rules = try MaskingFile.load(FilePath(self.rules)).maskingRules
        let connection = try await connect()
        let plan = try MaskingPlan.make(rules, for: try await SchemaSurvey(connection).schema())
        let key = try MaskingKey.random()
        let masking = DatabaseMasking(plan, key: key, jobs: jobs, connect: connect)
        try await masking.rehearse()
        let start = ContinuousClock.now
        if updates {
            for table in plan.tables {
                for update in try ColumnUpdate.all(table, key: key) {
                    _ = try await connection.affect(update.sql, update.parameters)
                }
            }
        } else {
            for table in try await masking.run().tables {
                print("\(table.table): \(table.rows) rows in \(table.seconds) s")
            }
        }
        await connection.close()
        print("seconds: \((ContinuousClock.now - start) / .seconds(1))")
    }
}
