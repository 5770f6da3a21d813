import Synchronization
import Testing

/// What must be undone when a test ends, the last thing first, also if it fails.
package final class CleanUp: Sendable {
    private let actions = Mutex<[@Sendable () async throws -> Void]>([])

    /// Adds what undoes the step just taken.
    package func add(_ action: @escaping @Sendable () async throws -> Void) {
        actions.withLock { $0.append(action) }
    }

    /// Runs `body`, and then what it added; a failure to clean up fails the test, but does not stop the rest.
    package static func after<Value>(_ body: (CleanUp) async throws -> Value) async throws -> Value {
        let cleanUp = CleanUp()
        do {
            let value = try await body(cleanUp)
            await cleanUp.runWhateverHappens()
            return value
        } catch {
            await cleanUp.runWhateverHappens()
            throw error
        }
    }

    /// In a task of its own: that of a test whose time is over is cancelled, and its tools would not run any more.
    private func runWhateverHappens() async {
        await Task { await run() }.value
    }

    private func run() async {
        while let action = actions.withLock({ $0.popLast() }) {
            do { try await action() } catch { Issue.record(error, "while cleaning up") }
        }
    }
}
