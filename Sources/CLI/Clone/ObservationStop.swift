import API
import ArgumentParser

/// `dblab clone stop-observation CLONE_ID`.
struct ObservationStop: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "stop-observation",
        abstract: "End the observation of a clone, and show what it found."
    )

    @OptionGroup(title: "Global options") var global: GlobalOptions
    @Argument(help: "The clone.") var cloneID: String?

    func run() async throws {
        let id = try ArgumentCheck.cloneID(cloneID)
        try await Connection.run(global) { client, _ in
            try Output.json(try await client.stopObservation(ObservationStopRequest(cloneID: id)))
        }
    }
}
