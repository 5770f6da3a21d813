package import FoundationEssentials

/// Why a clone is not what it is wanted to be.
package struct CloneFailure: Codable, Equatable, Sendable {
    /// The step that failed.
    package var step: String
    /// The reason and the remedy.
    package var message: String
    /// The last lines of the server's log, oldest first.
    package var log: [String]
    package var attempts: Int
    /// When the engine tries again by itself; `nil` if only a person can help.
    package var retryAt: Date?

    /// Whether people should be told: it will not pass soon by itself.
    package var needsAttention: Bool { retryAt == nil || attempts >= 3 }

    package init(step: String, message: String, log: [String] = [], attempts: Int, retryAt: Date?) {
        self.step = step
        self.message = message
        self.log = log
        self.attempts = attempts
        self.retryAt = retryAt
    }
}
