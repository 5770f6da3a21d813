package import FoundationEssentials

/// How patient the engine is with receivers of webhooks.
package struct WebhookPolicy: Sendable {
    /// The pause after the first failure; it doubles with each further one.
    package var firstPause: Duration
    package var longestPause: Duration
    /// How often pauses are looked at.
    package var tick: Duration
    /// After how long an event may be given up, in seconds.
    package var patience: Double
    /// How often in a row a receiver must have failed before that, whatever the clock says.
    package var leastFailures: Int

    package init(
        firstPause: Duration = .seconds(1),
        longestPause: Duration = .seconds(300),
        tick: Duration = .seconds(1),
        patience: Double = 3 * 86400,
        leastFailures: Int = 20
    ) {
        self.firstPause = firstPause
        self.longestPause = longestPause
        self.tick = tick
        self.patience = patience
        self.leastFailures = leastFailures
    }

    /// The pause after so many failures in a row.
    package func pause(afterFailures count: Int) -> Duration {
        min(firstPause * (1 << min(max(count - 1, 0), 20)), longestPause)
    }

    /// Whether an event is not tried again after so many failures in a row of its receiver.
    package func givesUp(_ event: Event, failures: Int, at now: Date) -> Bool {
        failures >= leastFailures && now.timeIntervalSince(event.at) > patience
    }
}
