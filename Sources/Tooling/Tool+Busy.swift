extension Tool {
    /// Repeats `body` while a program in it complains that something is busy.
    ///
    /// Whatever a process has open, its forks have open as well until they run their programs; so what somebody has just
    /// closed may be busy for another moment.
    /// - Parameter limit: How long to go on trying.
    /// - Throws: What `body` throws the last time.
    @discardableResult
    package static func retryingWhileBusy<Value>(
        for limit: Duration = .seconds(5),
        _ body: () async throws -> Value
    ) async throws -> Value {
        try await retrying(for: limit, while: \.isBusy, body)
    }

    /// Repeats `body` while a program in it fails in a way that `isPassing` takes for one that passes.
    /// - Parameter limit: How long to go on trying.
    /// - Throws: What `body` throws the last time.
    @discardableResult
    package static func retrying<Value>(
        for limit: Duration,
        while isPassing: (ToolFailure) -> Bool,
        _ body: () async throws -> Value
    ) async throws -> Value {
        let deadline = ContinuousClock.now + limit
        var pause = Duration.milliseconds(5)
        while true {
            do { return try await body() } catch let failure as ToolFailure
                where isPassing(failure) && ContinuousClock.now < deadline
            {
                try await Task.sleep(for: pause)
                pause = min(pause * 2, .milliseconds(500))
            }
        }
    }
}

extension ToolFailure {
    /// Whether the program complained that something is in use, in the words of umount and zfs.
    package var isBusy: Bool { output.contains("busy") }
}
