/// A session of observation.
public struct ObservationSession: Codable, Hashable, Sendable {
    /// Its number.
    @Lenient public var sessionID: UInt64
    /// When it began.
    @Lenient public var startedAt: GoTime
    /// When it ended.
    @Lenient public var finishedAt: GoTime
    /// What it looks for.
    public var config: ObservationConfig
    /// What it is known by.
    @Lenient public var tags: [String: String]
    /// The kinds of files that can be downloaded; absent until it is over.
    public var artifacts: [String]?
    /// What it found; absent until it is over.
    public var result: ObservationResult?
    /// Why it ended other than by a request; not in DBLab.
    public var ending: String?

    /// Creates the value field by field.
    public init(
        sessionID: UInt64 = 0,
        startedAt: GoTime = .zero,
        finishedAt: GoTime = .zero,
        config: ObservationConfig = ObservationConfig(),
        tags: [String: String] = [:],
        artifacts: [String]? = nil,
        result: ObservationResult? = nil,
        ending: String? = nil
    ) {
        self.sessionID = sessionID
        self.startedAt = startedAt
        self.finishedAt = finishedAt
        self.config = config
        self.tags = tags
        self.artifacts = artifacts
        self.result = result
        self.ending = ending
    }

    private enum CodingKeys: String, CodingKey {
        case config, tags, artifacts, result, ending
        case sessionID = "session_id"
        case startedAt = "started_at"
        case finishedAt = "finished_at"
    }
}
