import API

/// A failure that the CLI itself finds.
enum CommandError: Error, Hashable, Sendable {
    /// The arguments make no sense.
    case usage(String)
    /// What is named does not exist.
    case notFound(String)
    /// What is to be made exists.
    case conflict(String)
    /// Something else did not work.
    case failed(String)
    /// What was waited for did not happen in time.
    case timedOut(String)
}

extension CommandError: CustomStringConvertible {
    var description: String {
        switch self {
        case .usage(let message), .notFound(let message), .conflict(let message), .failed(let message),
            .timedOut(let message):
            message
        }
    }
}
