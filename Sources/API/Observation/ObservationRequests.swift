/// The body of `POST /observation/start`.
public struct ObservationStartRequest: Codable, Hashable, Sendable {
    /// The clone to observe.
    @Lenient public var cloneID: String
    /// What to look for.
    public var config: ObservationConfig?
    /// What the session is to be known by.
    @Lenient public var tags: [String: String]
    /// The database whose locks and statistics count; the clone's own if empty.
    @Lenient public var databaseName: String

    /// Creates the value field by field.
    public init(
        cloneID: String,
        config: ObservationConfig? = nil,
        tags: [String: String] = [:],
        databaseName: String = ""
    ) {
        self.cloneID = cloneID
        self.config = config
        self.tags = tags
        self.databaseName = databaseName
    }

    private enum CodingKeys: String, CodingKey {
        case config, tags
        case cloneID = "clone_id"
        case databaseName = "db_name"
    }
}

/// The body of `POST /observation/stop`.
public struct ObservationStopRequest: Codable, Hashable, Sendable {
    /// The observed clone.
    @Lenient public var cloneID: String
    /// Whether the work that was observed failed.
    @Lenient public var overallError: Bool

    /// Creates the value field by field.
    public init(cloneID: String, overallError: Bool = false) {
        self.cloneID = cloneID
        self.overallError = overallError
    }

    private enum CodingKeys: String, CodingKey {
        case cloneID = "clone_id"
        case overallError = "overall_error"
    }
}
