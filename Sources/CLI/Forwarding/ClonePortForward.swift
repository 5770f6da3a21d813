import API
import ArgumentParser

/// `dblab clone port-forward CLONE_ID`.
struct ClonePortForward: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "port-forward",
        abstract: "Reach a clone through an SSH server, until interrupted."
    )

    @OptionGroup(title: "Global options") var global: GlobalOptions
    @Argument(help: "The clone.") var cloneID: String?

    func run() async throws {
        let id = try ArgumentCheck.cloneID(cloneID)
        let connection = try Connection(global)
        let engine = try ForwardedEngine(connection.settings)
        let port = try await self.port(of: id, engine, connection)
        try await engine.tunnel(to: port, localPort: port).run(within: connection.timeout) {
            Output.announcement("The clone is available by address: 127.0.0.1:\(port)")
            await Interruption().wait()
        }
    }

    /// Asks the engine through a tunnel of its own.
    private func port(of id: String, _ engine: ForwardedEngine, _ connection: Connection) async throws -> Int {
        let tunnel = engine.tunnel(to: engine.port, localPort: try LocalPort.free())
        var configuration = connection.configuration
        configuration.url = engine.url(at: tunnel.localPort)
        let found = Found()
        try await tunnel.run(within: connection.timeout) { [configuration] in
            let clone = try await Client.with(configuration) { try await $0.clone(id) }
            found.set(Int(clone.db.port))
        }
        guard let port = found.value else {
            throw CommandError.failed("clone \"\(id)\" has no port yet; see \"dblab clone status \(id)\"")
        }
        return port
    }
}
