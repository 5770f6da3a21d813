import Dispatch
import Synchronization

/// Tells blocking work that its task was cancelled.
package final class Cancellation: Sendable {
    private let flag = Atomic(false)

    /// One that has not happened.
    package init() {}

    func cancel() { flag.store(true, ordering: .relaxed) }

    /// - Throws: `CancellationError` once the task is cancelled.
    package func check() throws {
        if flag.load(ordering: .relaxed) { throw CancellationError() }
    }
}

/// Runs work that blocks on a thread of its own, since the threads for asynchronous work are as few as the cores.
/// - Throws: What `body` throws.
package func blocking<Value: Sendable>(
    _ body: @escaping @Sendable (Cancellation) throws -> Value
) async throws -> Value {
    let cancellation = Cancellation()
    return try await withTaskCancellationHandler {
        try await withCheckedThrowingContinuation { continuation in
            onOwnThread { continuation.resume(with: Swift.Result { try body(cancellation) }) }
        }
    } onCancel: {
        cancellation.cancel()
    }
}

/// Runs work that blocks, cannot fail and goes on when its task is cancelled, on a thread of its own.
package func blocking<Value: Sendable>(_ body: @escaping @Sendable () -> Value) async -> Value {
    await withCheckedContinuation { continuation in
        onOwnThread { continuation.resume(returning: body()) }
    }
}

/// A serial queue of its own gets a thread of its own, whatever else is blocked.
private func onOwnThread(_ body: @escaping @Sendable () -> Void) {
    DispatchQueue(label: "dblab.blocking").async(execute: body)
}
