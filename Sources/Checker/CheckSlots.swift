import Synchronization

/// Lets only so many checks go on at once.
package final class CheckSlots: Sendable {
    private let limit: Int
    private let taken = Mutex(0)

    package init(_ limit: Int) { self.limit = limit }

    /// Runs `body` in a slot.
    /// - Throws: ``CheckerError`` `busy` if none is free.
    func with<Value>(_ body: () async throws -> Value) async throws -> Value {
        let isFree = taken.withLock { taken in
            guard taken < limit else { return false }
            taken += 1
            return true
        }
        guard isFree else {
            throw CheckerError(.busy, "\(limit) checks are going on already", hint: "Try again when one has ended")
        }
        defer { taken.withLock { $0 -= 1 } }
        return try await body()
    }
}
