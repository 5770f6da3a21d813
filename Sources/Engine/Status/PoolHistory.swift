package import FoundationEssentials
import Synchronization

/// What was measured of a pool at a moment, in bytes.
package struct PoolSample: Hashable, Sendable {
    package var pool: String
    package var at: Date
    package var size: Int
    package var free: Int
    package var usedBySnapshots: Int
    package var usedByClones: Int

    package init(pool: String, at: Date, size: Int, free: Int, usedBySnapshots: Int, usedByClones: Int) {
        self.pool = pool
        self.at = at
        self.size = size
        self.free = free
        self.usedBySnapshots = usedBySnapshots
        self.usedByClones = usedByClones
    }
}

/// The room of pools over time, since the engine started; the older the history, the coarser it is.
package final class PoolHistory: Sendable {
    private let samples = Mutex<[String: [PoolSample]]>([:])
    private let limit: Int

    /// - Parameter limit: samples of a pool; beyond it every second one goes.
    package init(limit: Int = 1440) { self.limit = limit }

    /// All samples, pool by pool, the oldest first.
    package var all: [PoolSample] {
        samples.withLock { $0.sorted { $0.key < $1.key }.flatMap(\.value) }
    }

    /// Adds a sample.
    package func add(_ sample: PoolSample) {
        samples.withLock { all in
            var known = all[sample.pool] ?? []
            if known.count >= limit { known = known.indices.filter { $0.isMultiple(of: 2) }.map { known[$0] } }
            all[sample.pool] = known + [sample]
        }
    }
}
