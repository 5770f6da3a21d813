import API
import ArgumentParser

/// `dblab clone start-observation CLONE_ID`.
struct ObservationStart: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "start-observation",
        abstract: "Start to observe locks, statements and errors in a clone."
    )

    @OptionGroup(title: "Global options") var global: GlobalOptions
    @Argument(help: "The clone.") var cloneID: String?
    @Option(help: "Seconds of one interval of the result; 10 by default. [DBLAB_OBSERVATION_INTERVAL]")
    var observationInterval: String?
    @Option(help: "Seconds for which an exclusive lock may be held; 10 by default. [DBLAB_MAX_LOCK_DURATION]")
    var maxLockDuration: String?
    @Option(help: "Seconds that the session may take; 3600 by default. [DBLAB_MAX_DURATION]")
    var maxDuration: String?
    @Option(help: "What the session is to be known by: name=value; may be repeated.") var tags: [String] = []
    @Option(help: "The database to observe; the clone's own by default.") var dbName: String?

    func run() async throws {
        let request = ObservationStartRequest(
            cloneID: try ArgumentCheck.cloneID(cloneID),
            config: ObservationConfig(
                observationInterval: try seconds(observationInterval, "observation-interval", "OBSERVATION_INTERVAL"),
                maxLockDuration: try seconds(maxLockDuration, "max-lock-duration", "MAX_LOCK_DURATION"),
                maxDuration: try seconds(maxDuration, "max-duration", "MAX_DURATION")
            ),
            tags: try ArgumentCheck.settings(tags, of: "--tags"),
            databaseName: try dbName.map { try ArgumentCheck.name($0, of: "--db-name") } ?? ""
        )
        try await Connection.run(global) { client, _ in
            try Output.json(try await client.startObservation(request))
        }
    }

    /// A number from the option, or else from the environment; 0 leaves it to the engine.
    private func seconds(_ option: String?, _ name: String, _ variable: String) throws -> Int {
        guard let text = option ?? Variables()["DBLAB_\(variable)"] else { return 0 }
        guard text.utf8.count <= 9, text.utf8.allSatisfy({ (48...57).contains($0) }), let number = Int(text) else {
            throw CommandError.usage("--\(name) \"\(text.prefix(60))\" is not a whole number of seconds")
        }
        return number
    }
}
