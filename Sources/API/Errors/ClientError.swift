/// A request that got no usable answer.
public enum ClientError: Error, Hashable, Sendable {
    /// The base URL cannot be used, for the given reason.
    case invalidURL(String, reason: String)
    /// No connection to the engine.
    case unreachable(url: String, reason: String)
    /// No answer in time.
    case timedOut(request: String, after: Duration)
    /// The answer is not what a DBLab engine sends.
    case unexpectedAnswer(request: String, reason: String)
}

extension ClientError: CustomStringConvertible {
    /// One line: what, why and what to do.
    public var description: String {
        switch self {
        case .invalidURL(let url, let reason):
            "URL \"\(url)\" cannot be used: \(reason); give one like http://localhost:2345"
        case .unreachable(let url, let reason):
            "cannot reach the engine at \(url): \(reason). Check that it runs and that the URL is right"
        case .timedOut(let request, let duration):
            "no answer to \(request) within \(duration.wireText)"
        case .unexpectedAnswer(let request, let reason):
            "the answer to \(request) is not from a DBLab engine: \(reason). Check the URL"
        }
    }
}
