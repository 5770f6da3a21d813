import FoundationEssentials
import Synchronization

/// Adds up what is done of known totals, and the rate of the last seconds.
final class ProgressMeter: Sendable {
    private struct State {
        var progress: RefreshProgress
        /// Bytes done at moments of the last seconds, oldest first.
        var samples: [(at: ContinuousClock.Instant, bytes: Int)] = []
    }

    private let state: Mutex<State>
    private let report: @Sendable (RefreshProgress) -> Void

    init(stage: String, tables: Int = 0, bytes: Int = 0, report: @escaping @Sendable (RefreshProgress) -> Void) {
        state = Mutex(State(progress: RefreshProgress(stage: stage, tablesTotal: tables, bytesTotal: bytes)))
        self.report = report
    }

    /// Tells what is being done now.
    func say(_ message: String) { change { $0.message = message } }

    func expect(tables: Int, bytes: Int) {
        change {
            $0.tablesTotal += tables
            $0.bytesTotal += bytes
        }
    }

    func add(tables: Int = 0, bytes: Int = 0) {
        change {
            $0.tablesDone += tables
            $0.bytesDone += bytes
        }
    }

    /// Sets the bytes done, where somebody else counts them; never back.
    func reach(bytes: Int) { change { $0.bytesDone = min(max($0.bytesDone, bytes), max($0.bytesTotal, bytes)) } }

    private func change(_ change: (inout RefreshProgress) -> Void) {
        let progress = state.withLock { state in
            change(&state.progress)
            let now = ContinuousClock.now
            state.samples.append((now, state.progress.bytesDone))
            state.samples.removeAll { now - $0.at > .seconds(5) }
            if let first = state.samples.first, now - first.at > .milliseconds(100) {
                state.progress.rate = Double(state.progress.bytesDone - first.bytes) / (now - first.at).inSeconds
            }
            state.progress.at = Date()
            return state.progress
        }
        report(progress)
    }
}
