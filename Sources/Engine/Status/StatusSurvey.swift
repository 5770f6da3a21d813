import FoundationEssentials
import Logging
package import Runtime
import ServiceLifecycle
import Storage

/// Measures pools and clones in the background, so that nobody who asks for them has to wait for a disk.
package struct StatusSurvey: Service {
    let catalog: Catalog
    let pools: Pools
    let runtime: any PostgresRuntime
    let status: StatusSource
    let spaceLimit: SpaceLimit?
    /// The time between two measurements of everything.
    let interval: Duration
    /// The time between two measurements because something changed.
    let pause: Duration
    private let logger = Logger(label: "dblab.status")

    package init(
        catalog: Catalog,
        pools: Pools,
        runtime: any PostgresRuntime,
        status: StatusSource,
        spaceLimit: SpaceLimit? = nil,
        interval: Duration = .seconds(60),
        pause: Duration = .seconds(2)
    ) {
        self.catalog = catalog
        self.pools = pools
        self.runtime = runtime
        self.status = status
        self.spaceLimit = spaceLimit
        self.interval = interval
        self.pause = pause
    }

    package func run() async throws {
        do {
            try await cancelWhenGracefulShutdown { try await measureForever() }
        } catch is CancellationError {
            return
        }
    }

    private func measureForever() async throws {
        var isComplete = true
        while true {
            let seen = try catalog.lastEventID()
            await measure(everything: isComplete)
            try await Task.sleep(for: pause)
            let change = try await EventFeed(catalog: catalog).first(within: pauseBetweenAll) {
                try catalog.lastEventID() > seen ? true : nil
            }
            try Task.checkCancellation()
            isComplete = change == nil
        }
    }

    private var pauseBetweenAll: Duration {
        spaceLimit?.isSet == true ? min(interval, SpaceLimit.interval) : interval
    }

    /// Measures all pools, and the clones: all of them, or those that have not been measured yet.
    package func measure(everything: Bool = true) async {
        var spaces: [String: PoolSpace] = [:]
        for pool in pools.all {
            await tolerate("the space of pool \(pool.name)") { spaces[pool.name] = try await pool.space() }
        }
        var usages: [String: StorageUsage] = [:]
        var held: [String: Int] = [:]
        for clone in (try? catalog.clones()) ?? [] where !clone.isNew && clone.intent == .running {
            if !everything, let known = status.usage(ofClone: clone.uid) {
                usages[clone.uid] = known
                held[clone.pool, default: 0] += known.exclusive
                continue
            }
            await tolerate("the size of clone \(clone.id)") {
                let driver = try pools.pool(clone.pool).driver
                let usage = try await driver.usage(of: clone.dataset(revision: clone.revision))
                usages[clone.uid] = usage
                held[clone.pool, default: 0] += usage.exclusive
            }
        }
        let before = usages.keys.reduce(into: [:]) { $0[$1] = status.usage(ofClone: $1)?.exclusive }
        status.update(spaces: spaces, usages: usages)
        guard everything else { return }
        let look = SpaceLimit.Look(
            held: usages.mapValues(\.exclusive),
            heldBefore: before,
            spaces: spaces
        )
        await tolerate("the space that clones may hold") { try await spaceLimit?.enforce(look) }
        record(spaces, held)
        await tolerate("what servers take") { try await measureServers() }
    }

    private func measureServers() async throws {
        guard let runtime = runtime as? any LoadReporting else { return }
        let loads = try await runtime.loads()
        let seen = ContinuousClock.now
        let pairs = try catalog.clones().compactMap { clone in
            try loads[clone.server(revision: clone.revision)].map { (clone.uid, $0) }
        }
        status.update(loads: Dictionary(uniqueKeysWithValues: pairs), at: seen)
    }

    private func record(_ spaces: [String: PoolSpace], _ held: [String: Int]) {
        let snapshots = (try? catalog.snapshots()) ?? []
        for (pool, space) in spaces {
            status.history.add(
                PoolSample(
                    pool: pool,
                    at: Date(),
                    size: space.size,
                    free: space.free,
                    usedBySnapshots: snapshots.filter { $0.pool == pool }.map(\.physicalSize).reduce(0, +),
                    usedByClones: held[pool] ?? 0
                )
            )
        }
    }

    /// What cannot be measured now, such as a clone that just goes away, is measured next time.
    private func tolerate(_ what: String, _ measure: () async throws -> Void) async {
        do { try await measure() } catch { logger.debug("cannot measure \(what): \(error)") }
    }
}
