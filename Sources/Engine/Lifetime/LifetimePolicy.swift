/// What goes by itself and when; `retention` and parts of `cloning` of server.yml.
package struct LifetimePolicy: Sendable {
    /// How long an unprotected clone may be idle; `nil` for ever.
    package var maxIdle: Duration?
    /// Minutes after which a clone goes also if it was protected; 0 for never.
    package var maxLifetimeMinutes: Int
    /// How long before the end of a protection its users are told; zero for never.
    package var expiryWarning: Duration
    /// How long a snapshot may be unused; `nil` for ever.
    package var unusedSnapshot: Duration?
    /// How long a branch may be unused; `nil` for ever.
    package var unusedBranch: Duration?
    /// The time between two looks at what is unused.
    package var checkInterval: Duration
    /// Deletions of one sweep at most.
    package var maxDeletionsPerTick: Int
    /// Which snapshots of refreshes stay.
    package var retention: Retention

    package init(
        maxIdle: Duration? = nil,
        maxLifetimeMinutes: Int = 0,
        expiryWarning: Duration = .seconds(86400),
        unusedSnapshot: Duration? = nil,
        unusedBranch: Duration? = nil,
        checkInterval: Duration = .seconds(300),
        maxDeletionsPerTick: Int = 50,
        retention: Retention = Retention()
    ) {
        self.maxIdle = maxIdle
        self.maxLifetimeMinutes = maxLifetimeMinutes
        self.expiryWarning = expiryWarning
        self.unusedSnapshot = unusedSnapshot
        self.unusedBranch = unusedBranch
        self.checkInterval = checkInterval
        self.maxDeletionsPerTick = maxDeletionsPerTick
        self.retention = retention
    }

    /// The time between two looks at what clones do: a clone goes at most a tenth of the limit too late.
    package var idleInterval: Duration {
        min(max((maxIdle ?? .seconds(300)) / 10, .milliseconds(500)), .seconds(300))
    }
}
