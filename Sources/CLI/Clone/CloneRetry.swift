import API
import ArgumentParser

/// `dblab clone retry CLONE_ID`; not in DBLab.
struct CloneRetry: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "retry",
        abstract: "Try again what failed on a clone that is FATAL; it keeps its data."
    )

    @OptionGroup(title: "Global options") var global: GlobalOptions
    @Argument(help: "The clone.") var cloneID: String?
    @Flag(name: [.long, .customShort("a")], help: "Return at once.") var async = false

    func run() async throws {
        let id = try ArgumentCheck.cloneID(cloneID)
        try await Connection.run(global) { client, connection in
            let wait = CloneWait(client, connection)
            var clone = try await client.retryClone(id, wait: async ? nil : connection.timeout)
            if !async { clone = try await wait.created(clone) }
            try CloneSummary(clone).printCreated(as: global.output)
        }
    }
}
