/// The answer to `GET /observation/summary/{clone_id}/{session_id}`.
public struct ObservationSummary: Codable, Hashable, Sendable {
    /// The session's number.
    @Lenient public var sessionID: UInt64
    /// The observed clone.
    @Lenient public var cloneID: String
    /// How long things took.
    public var duration: Duration
    /// How large the database is.
    public var databaseSize: DatabaseSize
    /// Dangerous locks.
    public var locks: Locks
    /// Errors in the server's log.
    public var logErrors: LogErrors
    /// The kinds of files that can be downloaded.
    @Lenient public var artifactTypes: [String]

    /// Creates the value field by field.
    public init(
        sessionID: UInt64 = 0,
        cloneID: String = "",
        duration: Duration = Duration(),
        databaseSize: DatabaseSize = DatabaseSize(),
        locks: Locks = Locks(),
        logErrors: LogErrors = LogErrors(),
        artifactTypes: [String] = []
    ) {
        self.sessionID = sessionID
        self.cloneID = cloneID
        self.duration = duration
        self.databaseSize = databaseSize
        self.locks = locks
        self.logErrors = logErrors
        self.artifactTypes = artifactTypes
    }

    private enum CodingKeys: String, CodingKey {
        case duration, locks
        case sessionID = "session_id"
        case cloneID = "clone_id"
        case databaseSize = "db_size"
        case logErrors = "log_errors"
        case artifactTypes = "artifact_types"
    }
}

extension ObservationSummary {
    /// How long things took; texts such as `1m18s`.
    public struct Duration: Codable, Hashable, Sendable {
        /// The whole session.
        @Lenient public var total: String
        /// When it began.
        @Lenient public var startedAt: GoTime
        /// When it ended.
        @Lenient public var finishedAt: GoTime
        /// The longest statement.
        @Lenient public var longestQuery: String

        /// Creates the value field by field.
        public init(
            total: String = "",
            startedAt: GoTime = .zero,
            finishedAt: GoTime = .zero,
            longestQuery: String = ""
        ) {
            self.total = total
            self.startedAt = startedAt
            self.finishedAt = finishedAt
            self.longestQuery = longestQuery
        }

        private enum CodingKeys: String, CodingKey {
            case total
            case startedAt = "started_at"
            case finishedAt = "finished_at"
            case longestQuery = "query_duration_longest"
        }
    }

    /// How large the database is; texts such as `10 MiB`.
    public struct DatabaseSize: Codable, Hashable, Sendable {
        /// At the end.
        @Lenient public var total: String
        /// How much it grew.
        @Lenient public var diff: String
        /// All tables.
        public var objects: Objects

        /// Creates the value field by field.
        public init(total: String = "", diff: String = "", objects: Objects = Objects()) {
            self.total = total
            self.diff = diff
            self.objects = objects
        }

        private enum CodingKeys: String, CodingKey {
            case total, diff
            case objects = "objects_stat"
        }
    }

    /// All tables, with sizes in bytes.
    public struct Objects: Codable, Hashable, Sendable {
        /// The number of tables.
        @Lenient public var count: Int
        /// Rows, as the planner guesses.
        @Lenient public var rows: Int
        /// Bytes of all.
        @Lenient public var total: Int
        /// Bytes of the tables alone.
        @Lenient public var tables: Int
        /// Bytes of their indexes.
        @Lenient public var indexes: Int
        /// Bytes of what is stored out of line.
        @Lenient public var toast: Int

        /// Creates the value field by field.
        public init(count: Int = 0, rows: Int = 0, total: Int = 0, tables: Int = 0, indexes: Int = 0, toast: Int = 0) {
            self.count = count
            self.rows = rows
            self.total = total
            self.tables = tables
            self.indexes = indexes
            self.toast = toast
        }

        private enum CodingKeys: String, CodingKey {
            case count
            case rows = "row_estimate_sum"
            case total = "total_size_bytes_sum"
            case tables = "table_size_bytes_sum"
            case indexes = "indexes_size_bytes_sum"
            case toast = "toast_size_bytes_sum"
        }
    }

    /// Dangerous locks.
    public struct Locks: Codable, Hashable, Sendable {
        /// The number of intervals.
        @Lenient public var totalInterval: Int
        /// The number of intervals with dangerous locks.
        @Lenient public var warningInterval: Int

        /// Creates the value field by field.
        public init(totalInterval: Int = 0, warningInterval: Int = 0) {
            self.totalInterval = totalInterval
            self.warningInterval = warningInterval
        }

        private enum CodingKeys: String, CodingKey {
            case totalInterval = "total_interval"
            case warningInterval = "warning_interval"
        }
    }

    /// Errors in the server's log.
    public struct LogErrors: Codable, Hashable, Sendable {
        /// How many there were.
        @Lenient public var count: Int
        /// What they said, with commas between.
        @Lenient public var message: String

        /// Creates the value field by field.
        public init(count: Int = 0, message: String = "") {
            self.count = count
            self.message = message
        }
    }
}
