import API
import ArgumentParser

/// `dblab audit list`.
struct AuditList: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list",
        abstract: "List the newest entries of the audit trail."
    )

    @OptionGroup(title: "Global options") var global: GlobalOptions
    @OptionGroup var options: AuditOptions
    @Option(help: "At most so many, up to 500.") var limit = 50

    func run() async throws {
        guard (1...500).contains(limit) else { throw CommandError.usage("--limit must be from 1 to 500") }
        try await Connection.run(global) { client, _ in
            let entries = try await client.audit(options.query + [("limit", "\(limit)")])
            guard global.output == .text else { return try Output.json(entries) }
            var table = Table(header: ["AT", "WHO", "FROM", "ACTION", "TARGET", "RESULT"])
            table.rows = entries.map {
                [$0.at.text(in: .local), $0.actor, $0.address, $0.action, $0.target, $0.result]
            }
            table.print()
        }
    }
}
