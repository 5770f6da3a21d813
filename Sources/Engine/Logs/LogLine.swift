package import FoundationEssentials
package import Logging

/// One line of the engine's log, without secrets.
package struct LogLine: Sendable, Equatable {
    /// Counts from 1 since the engine was started.
    package let id: Int64
    package let time: Date
    package let level: Logger.Level
    package let label: String
    package let message: String
    package let metadata: [String: String]

    /// As one line of text, in the order of the log on standard error.
    package var text: String {
        let pairs = metadata.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }
        return (["\(time.formatted(.iso8601))", level.rawValue, "\(label):"] + pairs + [message]).joined(separator: " ")
    }
}
