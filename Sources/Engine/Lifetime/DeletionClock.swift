package import FoundationEssentials
import Logging
import Synchronization

/// The clock that deletions go by, as far as it can be believed; see ``ClockTrust``.
package final class DeletionClock: Sendable {
    private let read: @Sendable () -> ClockReading
    private let catalog: Catalog
    private let state: Mutex<(trust: ClockTrust?, savedAt: Double)>

    package init(catalog: Catalog, read: @escaping @Sendable () -> ClockReading = { .now() }) {
        self.catalog = catalog
        self.read = read
        state = Mutex((nil, -.infinity))
    }

    /// The time of day; `nil` if it is in doubt, and nothing may be deleted.
    package func time() throws -> Date? {
        let reading = read()
        let (jump, trust, isDue) = try state.withLock { state in
            var trust = try state.trust ?? catalog.clockTrust() ?? ClockTrust(reading)
            let jump = trust.observe(reading)
            let isDue = jump != nil || reading.uptime - state.savedAt >= 60 || reading.uptime < state.savedAt
            state = (trust, isDue ? reading.uptime : state.savedAt)
            return (jump, trust, isDue)
        }
        if isDue { try catalog.save(trust, jump: jump) }
        if let jump {
            Logger(label: "dblab.lifetime").warning(
                "the clock was set by \(Int(jump)) s: nothing is deleted until it has run evenly for \(Int(ClockTrust.probation)) s"
            )
        }
        return trust.isGiven ? reading.time : nil
    }

    /// Seconds on the clock that nobody can set.
    func uptime() -> Double { read().uptime }
}
