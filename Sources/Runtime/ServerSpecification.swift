package import SystemPackage

/// All that a runtime needs to know to run one server.
package struct ServerSpecification: Sendable {
    package var id: ServerID
    /// The PGDATA of the server.
    package var dataDirectory: FilePath
    /// The TCP port; also names the Unix socket.
    package var port: Int
    /// The addresses to listen on by TCP; none for a server that only the engine reaches.
    package var listenAddresses: [String]
    /// Settings of postgresql.conf, by name; they win over those in PGDATA, and lose only to `ALTER SYSTEM`.
    package var settings: [String: String]
    /// Variables of the server, and of the programs that it runs.
    package var environment: [String: String]
    /// Whether the server is kept apart from the machine and from others, by a runtime that can.
    ///
    /// Such a server opens no connections of its own.
    package var isSandboxed: Bool
    /// What it may take of the machine, where the runtime can see to that.
    package var limits: ResourceLimits
    /// Whether somebody else than the engine may have put programs into the data that run by themselves.
    ///
    /// Its limits then hold from the first instruction on, which takes longer; else from when it accepts connections.
    package var isForeign: Bool
    /// Files and directories that its settings name, which it only reads; the account of the servers can.
    package var readable: [FilePath]

    package init(
        id: ServerID,
        dataDirectory: FilePath,
        port: Int,
        listenAddresses: [String] = [],
        settings: [String: String] = [:],
        environment: [String: String] = [:],
        isSandboxed: Bool = false,
        limits: ResourceLimits = ResourceLimits(),
        isForeign: Bool = true,
        readable: [FilePath] = []
    ) {
        self.id = id
        self.dataDirectory = dataDirectory
        self.port = port
        self.listenAddresses = listenAddresses
        self.settings = settings
        self.environment = environment
        self.isSandboxed = isSandboxed
        self.limits = limits
        self.isForeign = isForeign
        self.readable = readable
    }
}

extension ServerSpecification {
    /// Files outside the data directory that the server's settings name.
    var certificates: [FilePath] {
        settings.filter { $0.key.hasPrefix("ssl_") && $0.key.hasSuffix("_file") && $0.value.hasPrefix("/") }
            .map { FilePath($0.value) }
    }
}
