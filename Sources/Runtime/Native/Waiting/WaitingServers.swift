import Synchronization
import Tooling

/// A few servers that wait for their data, so that a clone does not wait for programs to be loaded and sandboxes to be made.
///
/// Nobody depends on them: where none waits, a server is started from the beginning. They end with the engine.
package final class WaitingServers: Sendable {
    /// Of each kind; enough for a clone that is reset at once.
    private static let most = 2
    private static let pause = Duration.milliseconds(30)

    private struct State {
        var waiting: [WaitingServer] = []
        var filling: Task<Void, Never>?
        var isGivenUp = false
    }

    private let state = Mutex(State())

    package init() {}

    /// Takes one out, if there is one of this kind.
    func take(_ kind: WaitingServer.Kind) -> WaitingServer? {
        state.withLock { state in
            state.waiting.removeAll { !$0.isThere || $0.kind.isReplaced(by: kind) }
            return state.waiting.lastIndex { $0.kind == kind }.map { state.waiting.remove(at: $0) }
        }
    }

    /// Once none of a kind is left, has some made by `make`, which starts one, and answers `nil` where that fails.
    ///
    /// Nobody waits for that, and it comes a little later: who asked for a server is about to log in.
    func fill(_ kind: WaitingServer.Kind, _ make: @escaping @Sendable () -> WaitingServer?) {
        state.withLock { state in
            guard !state.isGivenUp, state.filling == nil, !state.waiting.contains(where: { $0.kind == kind }) else {
                return
            }
            state.filling = Task.detached(priority: .utility) { [self] in
                try? await Task.sleep(for: Self.pause)
                await blocking { self.fillUp(make) }
            }
        }
    }

    private func fillUp(_ make: () -> WaitingServer?) {
        for _ in 0..<Self.most {
            guard let server = make(), server.hasArrived() else { break }
            // Each at once: somebody may want it already.
            let isWanted = state.withLock { state in
                if !state.isGivenUp { state.waiting.append(server) }
                return !state.isGivenUp
            }
            guard isWanted else { break }
        }
        state.withLock { $0.filling = nil }
    }

    /// No more are made: this machine does not let them begin.
    func giveUp() {
        state.withLock { state in
            state.isGivenUp = true
            state.waiting = []
        }
    }

    /// Waits until none are being made.
    package func settled() async { await state.withLock { $0.filling }?.value }
}
