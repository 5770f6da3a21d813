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
        /// A file that the archive lacked when it was asked, and when that was.
        var gap: String?
        var askedAt: ContinuousClock.Instant?
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
            if reading?.position != view.reading?.position || reading?.isStreaming == true {
                (view.movedAt, view.gap, view.askedAt) = (now, nil, nil)
            }
            (view.server, view.reading) = (server, reading)
            view.complaint = complaint ?? view.gap.map { .archiveGap($0) }
            view.idleCount = reading?.isStreaming == true ? 0 : view.idleCount + 1
            view.hopelessCount = isHopeless(view) ? view.hopelessCount + 1 : 0
            views[uid] = view
            return view
        }
    }

    /// Whether a standby has not moved for so long, and its archive was not asked since.
    func isStuck(_ uid: String, at position: String?, for time: Duration) -> Bool {
        guard let view = view(of: uid), view.reading?.position == position else { return false }
        let now = ContinuousClock.now
        return now - view.movedAt >= time && view.askedAt.map { now - $0 >= time } ?? true
    }

    /// What the archive answered; `nil` if nothing is missing.
    func noteGap(_ uid: String, _ file: String?) {
        views.withLock { views in
            views[uid]?.gap = file
            views[uid]?.askedAt = .now
        }
    }

    func forget(_ uid: String) { views.withLock { $0[uid] = nil } }
}
