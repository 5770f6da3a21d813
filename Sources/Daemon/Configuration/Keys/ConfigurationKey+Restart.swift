extension ConfigurationKey {
    /// Whether a changed value waits for the next start of the engine.
    var needsRestart: Bool {
        Self.fixedAtStart.contains { path == $0 || path.hasPrefix("\($0).") }
    }

    /// What is opened or bound at start.
    private static let fixedAtStart = [
        "server.host", "server.port", "server.tls", "global.engine", "global.logFormat", "global.stateDirectory",
        "poolManager.mountDir", "poolManager.selectedPool", "poolManager.driver", "poolManager.zfsDataset",
        "provision.account", "provision.postgresPaths", "provision.sandbox", "provision.runtime",
        "provision.dockerHost", "provision.dockerImage", "provision.containerConfig", "observer",
    ]
}
