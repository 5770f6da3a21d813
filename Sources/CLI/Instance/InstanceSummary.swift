import API

/// An instance in a few lines.
struct InstanceSummary {
    let status: InstanceStatus

    var lines: [String] {
        [
            "Status:      \(status.status.code) \(status.status.message)",
            "Version:     \(status.engine.version)",
            "Started:     \(status.engine.startedAt.text(in: .local))",
            "Clones:      \(status.cloning.numClones)",
            "Retrieval:   \(status.retrieving.mode), \(status.retrieving.status), last refresh "
                + (status.retrieving.lastRefresh?.text(in: .local) ?? "never"),
        ] + status.retrieving.alerts.sorted { $0.key < $1.key }.map(Self.line) + status.pools.map(Self.line)
            + omissions
    }

    private var omissions: [String] {
        status.retrieving.lastReport?.omissions.map { "Left out:    \($0.object): \($0.reason)" } ?? []
    }

    private static func line(_ name: String, _ alert: RetrievalAlert) -> String {
        "Alert:       \(name): \(alert.message) (\(alert.count) times, last \(alert.lastSeen.text(in: .local)))"
    }

    private static func line(_ pool: Pool) -> String {
        let sizes = pool.fileSystem
        return "Pool:        \(pool.name) (\(pool.mode)), \(pool.status), \(ByteCount.text(sizes.used)) used, "
            + "\(ByteCount.text(sizes.free)) free of \(ByteCount.text(sizes.size))"
    }
}
