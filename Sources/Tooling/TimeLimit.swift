/// Runs `body`; if it takes longer than `limit`, cancels it and throws `failure`.
package func limitingTime<Value: Sendable>(
    to limit: Duration,
    failure: any Error,
    _ body: @Sendable @escaping () async throws -> Value
) async throws -> Value {
    try await withThrowingTaskGroup(of: Value.self) { group in
        group.addTask { try await body() }
        group.addTask {
            try await Task.sleep(for: limit)
            throw failure
        }
        defer { group.cancelAll() }
        guard let value = try await group.next() else { throw CancellationError() }
        return value
    }
}
