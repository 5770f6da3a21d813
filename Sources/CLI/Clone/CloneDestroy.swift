import API
import ArgumentParser

/// `dblab clone destroy CLONE_ID`.
struct CloneDestroy: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "destroy", abstract: "Remove a clone and its data.")

    @OptionGroup(title: "Global options") var global: GlobalOptions
    @Argument(help: "The clone.") var cloneID: String?
    @Flag(name: [.long, .customShort("a")], help: "Return at once.") var async = false

    func run() async throws {
        let id = try ArgumentCheck.cloneID(cloneID)
        try await Connection.run(global) { client, connection in
            let wait = CloneWait(client, connection)
            try await client.destroyClone(id, wait: async ? nil : connection.timeout)
            guard !async else { return try global.say("The clone is being destroyed: \(id)") }
            try await wait.destroyed(id)
            try global.say("The clone has been successfully destroyed: \(id)")
        }
    }
}
