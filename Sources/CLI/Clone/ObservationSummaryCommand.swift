import API
import ArgumentParser

/// `dblab clone summary-observation`.
struct ObservationSummaryCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "summary-observation",
        abstract: "Show the summary of a session of observation."
    )

    @OptionGroup(title: "Global options") var global: GlobalOptions
    @OptionGroup var observed: ObservedSession

    func run() async throws {
        let (clone, session) = try observed.checked()
        try await Connection.run(global) { client, _ in
            try Output.json(try await client.observationSummary(clone: clone, session: session))
        }
    }
}
