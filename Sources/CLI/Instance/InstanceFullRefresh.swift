import API
import ArgumentParser

/// `dblab instance full-refresh`.
struct InstanceFullRefresh: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "full-refresh",
        abstract: "Copy the source's data anew. Clones go on undisturbed."
    )

    @OptionGroup(title: "Global options") var global: GlobalOptions
    @Flag(help: "Show how far it is, until it ends.") var watch = false

    func run() async throws {
        try await Connection.run(global) { client, connection in
            guard watch else {
                _ = try await client.startRefresh()
                return try global.say("Full refresh started")
            }
            guard connection.hasGivenTimeout else { return try await follow(client) }
            let failure = CommandError.timedOut(
                "the refresh has not ended after \(connection.timeout.wireText); the engine goes on with it"
            )
            try await withTimeLimit(connection.timeout, failure: failure) { try await follow(client) }
        }
    }

    private func follow(_ client: Client) async throws {
        var events = client.events().makeAsyncIterator()
        // Before the start, so that not even the first event is missed.
        try await events.connect()
        _ = try await client.startRefresh()
        if global.output != .json { Output.text("Full refresh started") }
        var watch = RefreshWatch(isTerminal: Output.isTerminal, isJSON: global.output == .json)
        while let event = try await events.next() {
            if try watch.take(event) { break }
        }
        guard global.output != .json else { return }
        for line in RefreshWatch.lines(try await client.retrieval().lastReport) { Output.text(line) }
    }
}
