package import FoundationEssentials
import Runtime

/// How the standby is doing, as users see it.
package struct ReplicaStatus: Equatable, Sendable {
    /// DBLab's words.
    package enum Code: String, Sendable {
        case ok = "OK"
        case starting = "Starting"
        case down = "Down"
        case notAvailable = "Not available"
        case error = "Error"
    }

    package var code: Code
    package var message: String
    package var startedAt: Date?
    package var position: String?
    package var replayedAt: Date?
    /// Seconds behind the source.
    package var lagSeconds = 0
    /// Bytes behind the source; `nil` while that cannot be told.
    package var lagBytes: Int?

    package init(_ code: Code, _ message: String) {
        self.code = code
        self.message = message
    }
}

extension Replicas {
    /// From what was last seen; `nil` unless a standby is configured.
    func status() throws -> ReplicaStatus? {
        guard let plan = plan.value.replica else { return nil }
        guard let replica = try catalog.currentReplica() else {
            return ReplicaStatus(.notAvailable, "Production is not copied yet")
        }
        let view = gauge.view(of: replica.uid)
        var status = Self.status(replica, view, plan)
        guard let reading = view?.reading else { return status }
        status.startedAt = reading.startedAt
        status.position = reading.position
        status.replayedAt = reading.replayedAt
        status.lagSeconds = reading.lagSeconds(at: Date())
        status.lagBytes = reading.isStreaming ? reading.lagBytes : nil
        return status
    }

    private static func status(_ replica: Replica, _ view: ReplicaGauge.View?, _ plan: ReplicaPlan) -> ReplicaStatus {
        if let failure = replica.failure { return ReplicaStatus(.error, failure.message) }
        guard let view else { return ReplicaStatus(.starting, "The standby is being looked at") }
        switch view.server {
        case nil, .stopped: return ReplicaStatus(.down, view.complaint?.message ?? "The standby does not run")
        case .starting: return ReplicaStatus(.starting, "The standby replays log before it answers")
        case .running: break
        }
        if view.reading?.isStreaming == true { return ReplicaStatus(.ok, "Streaming") }
        guard plan.streams else {
            guard let gap = view.gap else { return ReplicaStatus(.ok, "Replaying the archive") }
            return ReplicaStatus(.error, ReplicaComplaint.archiveGap(gap).message)
        }
        // It may be about to connect.
        guard view.idleCount > 2, !view.isYoung(at: Date()) else {
            return ReplicaStatus(.starting, "The standby connects to the source")
        }
        return ReplicaStatus(.error, view.complaint?.message ?? "The source sends no log")
    }
}

extension ReplicaGauge.View {
    /// Whether its server runs for so short a time that it need not have connected yet, however often it was looked at.
    fileprivate func isYoung(at now: Date) -> Bool {
        reading?.startedAt.map { now.timeIntervalSince($0) < 3 } ?? false
    }
}
