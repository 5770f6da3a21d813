package import Runtime
package import Storage
import Synchronization

/// What was last measured of the machine, for answers that must not touch the disk.
package final class StatusSource: Sendable {
    private struct Measurements: Equatable {
        var spaces: [String: PoolSpace] = [:]
        var usages: [String: StorageUsage] = [:]
        var loads: [String: CloneLoad] = [:]
        var version: UInt64 = 0
    }

    /// What was measured of pools before.
    package let history = PoolHistory()
    private let measurements = Mutex(Measurements())
    private let meter = Mutex(LoadMeter())

    package init() {}

    /// The space of a pool; `nil` until it was measured.
    package func space(ofPool name: String) -> PoolSpace? {
        measurements.withLock { $0.spaces[name] }
    }

    /// What a clone holds, by its uid; `nil` until it was measured, and where the store cannot tell.
    package func usage(ofClone uid: String) -> StorageUsage? {
        measurements.withLock { $0.usages[uid] }
    }

    /// What a clone's server takes of the machine, by the clone's uid; `nil` until it was measured.
    package func load(ofClone uid: String) -> CloneLoad? {
        measurements.withLock { $0.loads[uid] }
    }

    /// Takes what servers were seen to have taken so far, by the uids of their clones.
    package func update(loads: [String: ServerLoad], at moment: ContinuousClock.Instant) {
        let loads = meter.withLock { $0.read(loads, at: moment) }
        measurements.withLock { $0.loads = loads }
    }

    /// Takes new measurements; those of a pool that could not be measured stay as they were.
    package func update(spaces: [String: PoolSpace], usages: [String: StorageUsage]) {
        measurements.withLock {
            let before = $0
            $0.spaces.merge(spaces) { _, new in new }
            $0.usages = usages
            if $0 != before { $0.version += 1 }
        }
    }

    /// Another after each measurement that showed something new.
    package var version: UInt64 { measurements.withLock { $0.version } }
}
