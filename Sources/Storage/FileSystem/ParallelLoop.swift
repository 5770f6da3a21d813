import Dispatch
import Synchronization

/// A loop whose turns run on several threads, and which ends early once one of them fails.
final class ParallelLoop: Sendable {
    private let count: Int
    private let body: @Sendable (Int) throws -> Void
    private let next = Atomic(0)
    private let failure = Mutex<(any Error)?>(nil)

    /// - Parameter body: Called once for each index below `count`.
    init(_ count: Int, _ body: @escaping @Sendable (Int) throws -> Void) {
        self.count = count
        self.body = body
    }

    /// Runs all turns, blocking until they end.
    /// - Throws: The first failure.
    func run(threads: Int) throws {
        let others = DispatchGroup()
        for _ in 1..<max(1, min(threads, count)) {
            DispatchQueue(label: "storage").async(group: others) { self.takeTurns() }
        }
        takeTurns()
        others.wait()
        if let error = failure.withLock({ $0 }) { throw error }
    }

    private func takeTurns() {
        while failure.withLock({ $0 == nil }) {
            let index = next.wrappingAdd(1, ordering: .relaxed).oldValue
            guard index < count else { return }
            do { try body(index) } catch { failure.withLock { $0 = $0 ?? error } }
        }
    }
}
