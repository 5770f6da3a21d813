import API
import ArgumentParser

/// `dblab instance refresh-cancel`.
struct InstanceRefreshCancel: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "refresh-cancel",
        abstract: "Cancel the running refresh."
    )

    @OptionGroup(title: "Global options") var global: GlobalOptions

    func run() async throws {
        try await Connection.run(global) { client, _ in
            try global.say(try await client.cancelRefresh().message)
        }
    }
}
