import Logging
import ServiceLifecycle

/// Serves the queue of clones until the engine stops; the step in hand is then finished.
package struct CloneWorker: Service {
    let queue: WorkQueue<Clone.ID>
    let reconciler: CloneReconciler
    let width: Int

    package init(queue: WorkQueue<Clone.ID>, reconciler: CloneReconciler, width: Int = 16) {
        self.queue = queue
        self.reconciler = reconciler
        self.width = width
    }

    package func run() async throws {
        await withGracefulShutdownHandler {
            await queue.run(width: width) { [reconciler] id in
                do { try await reconciler.reconcile(id) } catch {
                    Logger(label: "dblab.clones").error("reconciling failed: \(error)", metadata: ["clone": "\(id)"])
                }
            }
        } onGracefulShutdown: {
            queue.finish()
        }
    }
}
