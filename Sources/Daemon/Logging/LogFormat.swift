import Logging

/// How lines of the log are written.
enum LogFormat: String, Codable, Sendable {
    case text, json

    /// Writes to standard error.
    func handler(label: String) -> any LogHandler {
        switch self {
        case .text: StreamLogHandler.standardError(label: label)
        case .json: JSONLogHandler(label: label)
        }
    }
}
