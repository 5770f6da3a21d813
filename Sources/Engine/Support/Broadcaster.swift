import Synchronization

/// Wakes everybody who waits for something to have changed; carries no data, they look for themselves.
package final class Broadcaster: Sendable {
    private struct State {
        var nextID = 0
        var count: UInt64 = 0
        var continuations: [Int: AsyncStream<Void>.Continuation] = [:]
    }

    private let state = Mutex(State())

    package init() {}

    /// Wakes all subscribers; several calls before one looks are one wake-up.
    package func notify() {
        let continuations = state.withLock { state in
            state.count += 1
            return Array(state.continuations.values)
        }
        for continuation in continuations { continuation.yield() }
    }

    /// How often something has changed so far.
    package var count: UInt64 { state.withLock { $0.count } }

    /// A stream of wake-ups from now on, which ends when its task is cancelled.
    package func subscribe() -> AsyncStream<Void> {
        AsyncStream(bufferingPolicy: .bufferingNewest(1)) { continuation in
            let id = state.withLock { state in
                state.nextID += 1
                state.continuations[state.nextID] = continuation
                return state.nextID
            }
            continuation.onTermination = { [weak self] _ in
                self?.state.withLock { $0.continuations[id] = nil }
            }
        }
    }
}

extension Broadcaster {
    /// Calls `look` now and after every wake-up until it answers something else than `nil`.
    /// - Returns: the answer, or `nil` if none came within `limit`.
    package func first<Answer: Sendable>(
        within limit: Duration,
        _ look: @Sendable @escaping () throws -> Answer?
    ) async throws -> Answer? {
        // Subscribed before the first look: what comes in between is seen twice as a wake-up, never missed.
        let wakeUps = subscribe()
        return try await withThrowingTaskGroup(of: Answer?.self) { group in
            group.addTask {
                if let answer = try look() { return answer }
                for await _ in wakeUps {
                    if let answer = try look() { return answer }
                }
                return nil
            }
            group.addTask {
                try await Task.sleep(for: limit)
                return nil
            }
            defer { group.cancelAll() }
            return try await group.next() ?? nil
        }
    }
}
