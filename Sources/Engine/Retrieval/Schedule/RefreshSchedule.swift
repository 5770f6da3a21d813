package import FoundationEssentials
import Logging
import ServiceLifecycle

/// Begins refreshes when the timetable says so; one that comes while another runs is skipped, counted and told of.
package struct RefreshSchedule: Service {
    let refreshes: RefreshService
    /// Between two looks at the clock, which may have been set, and at the timetable, which may have been changed.
    let interval: Duration
    let now: @Sendable () -> Date
    private let logger = Logger(label: "dblab.refresh")

    package init(
        refreshes: RefreshService,
        interval: Duration = .seconds(5),
        now: @escaping @Sendable () -> Date = { Date() }
    ) {
        self.refreshes = refreshes
        self.interval = interval
        self.now = now
    }

    package func run() async throws {
        var turn = ScheduleTurn()
        for await _ in AsyncTimer(interval: interval).cancelOnGracefulShutdown() {
            guard turn.isDue(refreshes.policy.timetable, at: now()) else { continue }
            begin()
        }
    }

    /// Begins a refresh, or notes why not.
    package func begin() {
        do { try refreshes.start(reason: "schedule") } catch {
            logger.warning("the scheduled refresh is skipped: \(error)")
        }
    }
}

/// Tells when the time of a timetable has come.
struct ScheduleTurn: Sendable {
    private var timetable: Timetable?
    private var next: Date?

    /// Whether a time has come since the last call; times that passed before the first are over.
    mutating func isDue(_ timetable: Timetable?, at now: Date) -> Bool {
        let upcoming = timetable?.next(after: now)
        defer { self.timetable = timetable }
        guard timetable == self.timetable, let expected = next else {
            next = upcoming
            return false
        }
        let isDue = expected <= now
        // After the clock was set back, the times come that were still to come.
        next = isDue ? upcoming : min(expected, upcoming ?? expected)
        return isDue
    }
}
