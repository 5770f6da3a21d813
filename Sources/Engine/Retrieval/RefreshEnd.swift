/// How a refresh ended that did not end well.
struct RefreshEnd: Sendable {
    let state: Refresh.State
    let reason: String
    /// Before another attempt; `nil` if there is to be none.
    let delay: Duration?

    init(_ error: any Error, attempt: Int, policy: RefreshPolicy) {
        switch error {
        case is RefreshCancelled:
            (state, reason, delay) = (.cancelled, "cancelled", nil)
        case is CancellationError:
            (state, reason, delay) = (.interrupted, "the engine stopped in the middle", nil)
        case let error as EngineError where [.invalidArgument, .exhausted].contains(error.code):
            // It would fail in the same way until the configuration is changed, or room is made.
            (state, reason, delay) = (.failed, error.description, nil)
        default:
            (state, reason, delay) = (.failed, "\(error)", policy.delay(afterAttempt: attempt))
        }
    }

    var payload: [String: String] {
        var result = ["reason": reason]
        if let delay { result["retryInSeconds"] = "\(delay.components.seconds)" }
        return result
    }
}

/// Somebody asked for the end of the refresh in progress.
struct RefreshCancelled: Error {}
