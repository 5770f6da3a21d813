import Synchronization

/// Keeps an engine from copying production over and over: each copy within an hour makes the next wait longer.
final class Replacements: Sendable {
    private let begun = Mutex<[ContinuousClock.Instant]>([])

    func note(_ now: ContinuousClock.Instant) { begun.withLock { $0.append(now) } }

    func mayBegin(at now: ContinuousClock.Instant) -> Bool {
        begun.withLock { begun in
            begun.removeAll { now - $0 > .seconds(3600) }
            guard let last = begun.last else { return true }
            return now - last >= .seconds(300 << min(begun.count - 1, 4))
        }
    }
}
