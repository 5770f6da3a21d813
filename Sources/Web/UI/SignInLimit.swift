import Synchronization

/// Lets somebody mistype, and nobody try tokens by the thousand.
package final class SignInLimit: Sendable {
    private struct State {
        var failures = 0.0
        var at: ContinuousClock.Instant
    }

    private static let burst = 10.0
    private static let secondsPerFailure = 3.0
    private let state: Mutex<State>

    /// Begins without a failure.
    package init(now: ContinuousClock.Instant = .now) { state = Mutex(State(at: now)) }

    /// Whether another attempt may be made.
    package func allows(now: ContinuousClock.Instant = .now) -> Bool {
        state.withLock { Self.present($0, now) < Self.burst }
    }

    /// Counts an attempt that failed.
    package func fail(now: ContinuousClock.Instant = .now) {
        state.withLock { $0 = State(failures: Self.present($0, now) + 1, at: now) }
    }

    /// Failures are forgotten one by one.
    private static func present(_ state: State, _ now: ContinuousClock.Instant) -> Double {
        max(0, state.failures - state.at.duration(to: now) / .seconds(secondsPerFailure))
    }
}
