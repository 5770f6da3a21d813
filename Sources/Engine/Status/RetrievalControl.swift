package import FoundationEssentials

/// What users may ask of the retrieval of data.
package protocol RetrievalControl: Sendable {
    /// Starts a refresh in the background.
    /// - Parameter pool: the one to fill; `nil` for the one whose turn it is.
    /// - Parameter isFull: whether production is copied anew also where a standby has its data.
    /// - Throws: ``EngineError`` `failedPrecondition` if one runs or nothing is configured.
    func startRefresh(of pool: String?, isFull: Bool) throws -> Refresh

    /// Asks the running refresh to stop; it has stopped when its row says so.
    /// - Throws: ``EngineError`` `failedPrecondition` if none runs.
    func cancelRefresh() throws

    /// Where retrieval stands.
    func overview() throws -> RetrievalOverview

    /// How the standby is doing; `nil` if there is none.
    func synchronization() throws -> ReplicaStatus?

    /// What source and target are doing during a refresh; `nil` if none runs.
    func activity() async throws -> RetrievalOverview.Activity?
}

/// Where retrieval stands.
package struct RetrievalOverview: Sendable {
    package enum Mode: String, Sendable { case logical, physical, unknown }
    package enum Status: String, Sendable {
        case inactive, pending, failed, refreshing, renewed, snapshotting, finished
    }

    package var mode: Mode
    package var status: Status
    package var lastRefreshAt: Date?
    package var nextRefreshAt: Date?
    package var alerts: [Alert]

    package init(
        mode: Mode,
        status: Status,
        lastRefreshAt: Date? = nil,
        nextRefreshAt: Date? = nil,
        alerts: [Alert] = []
    ) {
        self.mode = mode
        self.status = status
        self.lastRefreshAt = lastRefreshAt
        self.nextRefreshAt = nextRefreshAt
        self.alerts = alerts
    }
}

extension RetrievalOverview {
    /// Something that needs attention.
    package struct Alert: Sendable {
        package enum Kind: String, Sendable {
            case refreshFailed = "refresh_failed"
            case refreshSkipped = "refresh_skipped"
            case syncFailed = "sync_failed"
        }

        package var kind: Kind
        package var message: String
        package var lastSeenAt: Date
        package var count: Int

        package init(kind: Kind, message: String, lastSeenAt: Date, count: Int) {
            self.kind = kind
            self.message = message
            self.lastSeenAt = lastSeenAt
            self.count = count
        }
    }

    /// Queries that run for a refresh.
    package struct Activity: Sendable {
        package var source: [Query]
        package var target: [Query]

        package init(source: [Query] = [], target: [Query] = []) {
            self.source = source
            self.target = target
        }
    }

    /// One running query.
    package struct Query: Sendable {
        package var user: String
        package var text: String
        /// Seconds since it started.
        package var duration: Double
        package var waitEventType: String
        package var waitEvent: String

        package init(user: String, text: String, duration: Double, waitEventType: String, waitEvent: String) {
            self.user = user
            self.text = text
            self.duration = duration
            self.waitEventType = waitEventType
            self.waitEvent = waitEvent
        }
    }
}
