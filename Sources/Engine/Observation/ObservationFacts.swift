/// What a session found out, besides its intervals.
package struct ObservationFacts: Codable, Equatable, Sendable {
    /// Bytes of the database at the start.
    package var initialSize = 0
    /// Bytes of the database at the end.
    package var finalSize = 0
    package var objects = ObjectSizes()
    /// The statements that took longest, the longest first.
    package var queries: [ObservedQuery] = []
    /// The longest statement by PostgreSQL's own statistics, in seconds, where it keeps them.
    package var longestStatement: Double?
    /// Where reading the server's log goes on.
    package var logOffset = 0
    package var errors: [LoggedError] = []
    /// Errors of kinds that are not in ``errors`` because there were too many.
    package var furtherErrors = 0
    /// Seconds in which nobody looked, because the engine did not run.
    package var blindSeconds = 0.0
    /// Bytes of all artifacts.
    package var artifactBytes = 0

    package init() {}
}

/// The sizes of all tables of a database, in rows and bytes.
package struct ObjectSizes: Codable, Equatable, Sendable {
    package var count = 0
    package var rows = 0
    package var total = 0
    package var tables = 0
    package var indexes = 0
    package var toast = 0

    package init() {}
}

/// An error that a server wrote to its log, and how often.
package struct LoggedError: Codable, Equatable, Sendable {
    /// `ERROR`, `FATAL` or `PANIC`.
    package var type: String
    package var message: String
    package var count: Int

    package init(type: String, message: String, count: Int = 1) {
        self.type = type
        self.message = message
        self.count = count
    }
}

extension ObservationFacts {
    private static let mostQueries = 20
    private static let mostErrors = 100

    /// All errors of the log.
    package var errorCount: Int { errors.reduce(furtherErrors) { $0 + $1.count } }

    /// Seconds that the longest statement took.
    package var longestQuery: Double { max(longestStatement ?? 0, queries.first?.seconds ?? 0) }

    /// Takes in statements that were seen; one seen again counts once, with its last duration.
    package mutating func add(_ seen: [ObservedQuery]) {
        for query in seen {
            if let index = queries.firstIndex(where: { $0.pid == query.pid && $0.startedAt == query.startedAt }) {
                if queries[index].seconds < query.seconds { queries[index] = query }
            } else {
                queries.append(query)
            }
        }
        queries.sort { ($0.seconds, $1.startedAt) > ($1.seconds, $0.startedAt) }
        queries = Array(queries.prefix(Self.mostQueries))
    }

    /// Takes in an error of the log.
    package mutating func add(_ error: LoggedError) {
        if let index = errors.firstIndex(where: { $0.type == error.type && $0.message == error.message }) {
            errors[index].count += error.count
        } else if errors.count < Self.mostErrors {
            errors.append(error)
        } else {
            furtherErrors += error.count
        }
    }
}
