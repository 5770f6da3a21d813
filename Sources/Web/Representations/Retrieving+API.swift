import API
import Engine
import FoundationEssentials

extension Representations {
    /// Where retrieval stands; `activity` is looked up by the caller, since it asks the source.
    func retrieving(activity: RetrievalActivity? = nil) throws -> Retrieving {
        let overview = try services.retrieval.overview()
        let latest = try services.catalog.refreshes(limit: 20)
        return Retrieving(
            mode: overview.mode.rawValue,
            status: overview.status.rawValue,
            lastRefresh: overview.lastRefreshAt.map { Timestamp($0) },
            nextRefresh: overview.nextRefreshAt.map { Timestamp($0) },
            alerts: Dictionary(overview.alerts.map { ($0.kind.rawValue, RetrievalAlert($0)) }) { first, _ in first },
            activity: activity,
            progress: latest.first.flatMap { $0.state == .running ? RefreshProgress($0) : nil },
            lastReport: latest.first { $0.state == .finished }.map { RefreshReport($0) },
            synchronization: try services.retrieval.synchronization().map { Synchronization($0) }
        )
    }

    /// The latest refreshes, the newest first.
    func refreshes(limit: Int) throws -> [API.Refresh] {
        try services.catalog.refreshes(limit: limit).map { API.Refresh($0) }
    }
}

extension Synchronization {
    init(_ replica: ReplicaStatus) {
        self.init(
            status: Status(code: replica.code.rawValue, message: replica.message),
            startedAt: replica.startedAt.map { Timestamp($0) },
            lastReplayedLsn: replica.position ?? "",
            lastReplayedLsnAt: replica.replayedAt.map { Timestamp($0) } ?? .zero,
            replicationLag: replica.lagSeconds,
            replicationUptime: replica.startedAt.map { max(0, Int(Date().timeIntervalSince($0))) } ?? 0,
            replicationLagBytes: replica.lagBytes
        )
    }
}

extension RetrievalAlert {
    fileprivate init(_ alert: RetrievalOverview.Alert) {
        self.init(
            level: alert.kind != .refreshSkipped ? "error" : "warning",
            message: alert.message,
            lastSeen: Timestamp(alert.lastSeenAt),
            count: alert.count
        )
    }
}

extension RetrievalActivity {
    init(_ activity: RetrievalOverview.Activity) {
        self.init(source: activity.source.map { .init($0) }, target: activity.target.map { .init($0) })
    }
}

extension ServerActivity {
    fileprivate init(_ query: RetrievalOverview.Query) {
        self.init(
            user: query.user,
            query: query.text,
            duration: query.duration,
            waitEventType: query.waitEventType,
            waitEvent: query.waitEvent
        )
    }
}
