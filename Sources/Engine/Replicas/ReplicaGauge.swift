import FoundationEssentials
import Runtime
import Synchronization

/// What was last seen of replicas; nothing of it is worth a row.
final class ReplicaGauge: Sendable {
    struct View: Sendable {
        var server: ServerState?
        var reading: ReplicaReading?
        var complaint: ReplicaComplaint?
        /// When the position last changed.
        var movedAt: ContinuousClock.Instant
        /// How many times in a row no log came from the source.
        var idleCount = 0
        /// How many times in a row it looked hopeless.
        var hopelessCount = 0
    }

    private let views = Mutex<[String: View]>([:])

    func view(of uid: String) -> View? { views.withLock { $0[uid] } }

    /// Takes a new look.
    /// - Returns: all that is known now.
    func note(
        _ uid: String,
        server: ServerState?,
        reading: ReplicaReading?,
        complaint: ReplicaComplaint?,
        isHopeless: (View) -> Bool
    ) -> View {
        views.withLock { views in
            let now = ContinuousClock.now
            var view = views[uid] ?? View(movedAt: now)
            if reading?.position != view.reading?.position || reading?.isStreaming == true { view.movedAt = now }
            (view.server, view.reading, view.complaint) = (server, reading, complaint)
            view.idleCount = reading?.isStreaming == true ? 0 : view.idleCount + 1
            view.hopelessCount = isHopeless(view) ? view.hopelessCount + 1 : 0
            views[uid] = view
            return view
        }
    }

    func forget(_ uid: String) { views.withLock { $0[uid] = nil } }
}
