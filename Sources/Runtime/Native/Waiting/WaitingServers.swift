import Logging
import Synchronization
import Tooling

/// A few servers that wait for their data, so that a clone does not wait for programs to be loaded and sandboxes to be made.
///
/// Nobody depends on them: where none waits, a server is started from the beginning. They end with the engine.
package final class WaitingServers: Sendable {
    /// Enough for a clone that is reset at once.
    private static let most = 2

    private struct State {
        var waiting: [WaitingServer] = []
        var isFilling = false
    }

    private let state = Mutex(State())

    package init() {}

    /// Takes one out, if there is one of this kind.
    func take(_ kind: WaitingServer.Kind) -> WaitingServer? {
        state.withLock { state in
            // Others are of a package that was replaced, or will be made again when they are wanted.
            state.waiting.removeAll { $0.kind != kind || !$0.isThere }
            return state.waiting.popLast()
        }
    }

    /// Makes up for those that were taken; `make` starts one, and answers `nil` where that fails.
    ///
    /// Elsewhere: who started a server does not wait for the next one.
    func fill(_ make: @escaping @Sendable () -> WaitingServer?) {
        let begins = state.withLock { state in
            defer { state.isFilling = true }
            return !state.isFilling && state.waiting.count < Self.most
        }
        guard begins else { return }
        Task.detached(priority: .utility) { [self] in
            await blocking { self.fillUp(make) }
        }
    }

    private func fillUp(_ make: () -> WaitingServer?) {
        while let server = make(), server.hasArrived() {
            let goes = state.withLock { state in
                state.waiting.append(server)
                return state.waiting.count < Self.most
            }
            if !goes { break }
        }
        state.withLock { $0.isFilling = false }
    }
}
