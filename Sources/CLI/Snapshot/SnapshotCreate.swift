import API
import ArgumentParser

/// `dblab snapshot create`.
struct SnapshotCreate: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "create",
        abstract: "Take a snapshot of a pool's data, or of a clone."
    )

    @OptionGroup(title: "Global options") var global: GlobalOptions
    @Option(help: "The pool; the first active one if absent.") var pool: String?
    @Option(help: "The clone to take the snapshot of.") var cloneID: String?
    @Option(name: [.long, .customShort("m")], help: "What to say about the snapshot of a clone.") var message: String?

    func run() async throws {
        let request = try request()
        var options = global
        // A pool's snapshot may take long, and DBLab sets no limit; ours is a day unless the user gives one.
        options.requestTimeout = global.requestTimeout ?? "24h"
        try await Connection.run(options) { client, _ in
            let snapshot = try await client.createSnapshot(request)
            guard global.output == .text else { return try Output.json(try View.snapshot(snapshot)) }
            Output.text("Created new snapshot '\(snapshot.id)'")
        }
    }

    private func request() throws -> SnapshotCreateRequest {
        guard pool == nil || cloneID == nil else {
            throw CommandError.usage("--pool and --clone-id must not be specified together")
        }
        guard message == nil || cloneID != nil else {
            throw CommandError.usage("--message goes with --clone-id only")
        }
        return SnapshotCreateRequest(
            poolName: try pool.map { try ArgumentCheck.text($0, of: "--pool", longest: 256) },
            cloneID: try cloneID.map { try ArgumentCheck.cloneID($0, required: "--clone-id") },
            message: try message.map { try ArgumentCheck.text($0, of: "--message", longest: 4096) }
        )
    }
}
