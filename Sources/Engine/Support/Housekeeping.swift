import FoundationEssentials
import Logging
package import Runtime
import ServiceLifecycle

/// Puts everything unfinished into the queues at start, and looks after what may need care from then on.
package struct Housekeeping: Service {
    let catalog: Catalog
    let runtime: any PostgresRuntime
    let clones: WorkQueue<Clone.ID>
    let snapshots: WorkQueue<Snapshot.ID>
    let interval: Duration
    private let logger = Logger(label: "dblab.housekeeping")
    private static let ticksBetweenSweeps = 30
    /// Bytes of a server's log before it is put aside.
    private static let logLimit = 10 << 20

    package init(
        catalog: Catalog,
        runtime: any PostgresRuntime,
        clones: WorkQueue<Clone.ID>,
        snapshots: WorkQueue<Snapshot.ID>,
        interval: Duration = .seconds(1)
    ) {
        self.catalog = catalog
        self.runtime = runtime
        self.clones = clones
        self.snapshots = snapshots
        self.interval = interval
    }

    package func run() async throws {
        for clone in try catalog.clones() { clones.put(clone.id) }
        for pending in try catalog.pendingSnapshots() {
            // Who asked the engine that is gone cannot read why it did not work.
            if pending.failure == nil { clones.put(pending.clone) } else { try catalog.forget(pending) }
        }
        for id in try catalog.snapshotsToRemove() + catalog.snapshotsToMeasure() { snapshots.put(id) }
        let ticks = AsyncTimer(interval: interval).cancelOnGracefulShutdown()
        var count = 0
        for await _ in ticks {
            count += 1
            do {
                try await tick()
                if count.isMultiple(of: Self.ticksBetweenSweeps) { try sweepSnapshots() }
            } catch is CancellationError { return } catch {
                logger.warning("housekeeping failed: \(error)")
            }
        }
    }

    /// Snapshots whose removal failed are tried again.
    private func sweepSnapshots() throws {
        for id in try catalog.snapshotsToRemove() { snapshots.put(id) }
    }

    private func tick() async throws {
        for id in try catalog.clonesDueForRetry(at: Date()) { clones.put(id) }
        for clone in try catalog.readyClones() {
            // A server that died by itself is started again.
            if try await runtime.state(of: clone.server(revision: clone.revision)) != .running { clones.put(clone.id) }
        }
        if let runtime = runtime as? any LogRotating { try await runtime.rotateLogs(above: Self.logLimit) }
    }
}
