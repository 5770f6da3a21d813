import Logging
import ServiceLifecycle

/// Serves the queue of snapshots until the engine stops.
package struct SnapshotWorker: Service {
    let queue: WorkQueue<Snapshot.ID>
    let reconciler: SnapshotReconciler

    package init(queue: WorkQueue<Snapshot.ID>, reconciler: SnapshotReconciler) {
        self.queue = queue
        self.reconciler = reconciler
    }

    package func run() async throws {
        await withGracefulShutdownHandler {
            await queue.run(width: 2) { [reconciler] id in
                do { try await reconciler.reconcile(id) } catch {
                    let logger = Logger(label: "dblab.snapshots")
                    logger.error("reconciling failed: \(error)", metadata: ["snapshot": "\(id)"])
                }
            }
        } onGracefulShutdown: {
            queue.finish()
        }
    }
}
