/// One line of the engine's log, in `GET /instance/log-events`.
public struct LogEntry: Hashable, Codable, Sendable {
    public var time: Timestamp
    /// `trace`, `debug`, `info`, `notice`, `warning`, `error` or `critical`.
    public var level: String
    /// The part of the engine that says it.
    public var label: String
    public var message: String
    public var metadata: [String: String]

    public init(time: Timestamp, level: String, label: String, message: String, metadata: [String: String] = [:]) {
        self.time = time
        self.level = level
        self.label = label
        self.message = message
        self.metadata = metadata
    }
}

/// The token for `/instance/logs`, which serves once.
public struct LogToken: Hashable, Codable, Sendable {
    public var token: String

    public init(token: String) { self.token = token }
}
