import ArgumentParser

/// `dblab port-forward`.
struct PortForward: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "port-forward",
        abstract: "Reach the engine through an SSH server, until interrupted."
    )

    @OptionGroup(title: "Global options") var global: GlobalOptions

    func run() async throws {
        let connection = try Connection(global)
        let tunnel = try ForwardedEngine(connection.settings).tunnel()
        try await tunnel.run(within: connection.timeout) {
            Output.announcement("The connection is available by address: 127.0.0.1:\(tunnel.localPort)")
            await Interruption().wait()
        }
    }
}
