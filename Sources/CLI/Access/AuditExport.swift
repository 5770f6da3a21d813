import API
import ArgumentParser
import SystemPackage

/// `dblab audit export`.
struct AuditExport: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "export",
        abstract: "Write the audit trail to standard output, the oldest entry first."
    )

    @OptionGroup(title: "Global options") var global: GlobalOptions
    @OptionGroup var options: AuditOptions
    @Option(help: "jsonl: an object a line; csv: for spreadsheets.") var format = "jsonl"

    func run() async throws {
        try await Connection.run(global) { client, _ in
            let file = try await client.auditFile(format, options.query)
            _ = try FileDescriptor.standardOutput.writeAll(file)
        }
    }
}
