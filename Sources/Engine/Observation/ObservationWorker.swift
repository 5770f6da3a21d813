import Logging
import ServiceLifecycle

/// Goes on with all sessions, also those of an engine before, until the engine stops.
package struct ObservationWorker: Service {
    let catalog: Catalog
    let queue: WorkQueue<Int64>
    let reconciler: ObservationReconciler
    private let logger = Logger(label: "dblab.observation")
    private static let ticksBetweenSweeps = 120

    package init(catalog: Catalog, queue: WorkQueue<Int64>, reconciler: ObservationReconciler) {
        self.catalog = catalog
        self.queue = queue
        self.reconciler = reconciler
    }

    package func run() async throws {
        await withGracefulShutdownHandler {
            await withTaskGroup(of: Void.self) { group in
                group.addTask { await tick() }
                group.addTask {
                    await queue.run(width: 8) { [reconciler, logger] id in
                        do { try await reconciler.reconcile(id) } catch {
                            logger.error("reconciling failed: \(error)", metadata: ["observation": "\(id)"])
                        }
                    }
                }
            }
        } onGracefulShutdown: {
            queue.finish()
        }
    }

    /// Wakes the sessions that are going on; between sessions it only reads an empty index.
    private func tick() async {
        var count = 0
        for await _ in AsyncTimer(interval: .milliseconds(500)).cancelOnGracefulShutdown() {
            guard !Task.isCancelled else { return }
            do {
                for observation in try catalog.unfinishedObservations() { queue.put(observation.number) }
                count += 1
                if count.isMultiple(of: Self.ticksBetweenSweeps) { try reconciler.prune() }
            } catch { logger.warning("sessions not looked after: \(error)") }
        }
    }
}
