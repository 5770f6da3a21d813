package import FoundationEssentials

/// What one look at a clone shows.
package struct ObservationSample: Equatable, Sendable {
    package var at: Date
    /// A JSON array of dangerous locks; empty if there are none.
    package var locks: String
    /// The statements in progress, the longest first.
    package var queries: [ObservedQuery]

    package init(at: Date, locks: String = "", queries: [ObservedQuery] = []) {
        self.at = at
        self.locks = locks
        self.queries = queries
    }
}

/// A statement that was seen in progress.
package struct ObservedQuery: Codable, Equatable, Sendable {
    package var pid: Int
    package var user: String?
    package var database: String?
    package var query: String
    package var startedAt: String
    /// How long it had taken when it was last seen.
    package var seconds: Double
    package var waitEvent: String?

    package init(pid: Int, query: String, startedAt: String, seconds: Double) {
        self.pid = pid
        self.query = query
        self.startedAt = startedAt
        self.seconds = seconds
    }

    private enum CodingKeys: String, CodingKey {
        case pid, user, database, query, seconds
        case startedAt = "started_at"
        case waitEvent = "wait_event"
    }
}
