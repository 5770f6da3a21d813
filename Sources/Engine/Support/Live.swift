import Synchronization

/// A value that may be replaced while the engine runs: its readers see the newest, and may wait for the next.
package final class Live<Value: Sendable>: Sendable {
    private let state: Mutex<Value>
    private let broadcaster = Broadcaster()

    package init(_ value: Value) { state = Mutex(value) }

    /// The present value.
    package var value: Value { state.withLock { $0 } }

    /// Replaces the value and wakes everybody who waits for changes.
    package func set(_ value: Value) {
        state.withLock { $0 = value }
        broadcaster.notify()
    }

    /// A wake-up after each change from now on, until the task is cancelled.
    package func changes() -> AsyncStream<Void> { broadcaster.subscribe() }
}
