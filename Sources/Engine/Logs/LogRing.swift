package import FoundationEssentials
package import Logging
import Synchronization

/// The latest lines of the log, for those who watch it from afar; the older ones make room.
package final class LogRing: Sendable {
    private struct State {
        var lines: [LogLine] = []
        /// Where the next line goes once the ring is full.
        var next = 0
        var lastID: Int64 = 0
    }

    /// A line longer than this is cut.
    private static let lengthLimit = 16 << 10

    /// Told after each line.
    package let changes = Broadcaster()
    private let state = Mutex(State())
    private let capacity: Int
    private let mask: Live<SecretMask>

    package init(capacity: Int = 2000, mask: Live<SecretMask> = Live(SecretMask())) {
        self.capacity = max(capacity, 1)
        self.mask = mask
    }

    /// Takes a line; its secrets are masked here, so that the ring never holds one.
    package func append(
        _ level: Logger.Level,
        label: String,
        message: String,
        metadata: [String: String] = [:],
        time: Date = Date()
    ) {
        let mask = mask.value
        let message = mask.masked(String(message.prefix(Self.lengthLimit)))
        let metadata = metadata.mapValues { mask.masked(String($0.prefix(Self.lengthLimit))) }
        state.withLock { state in
            state.lastID += 1
            let line = LogLine(
                id: state.lastID,
                time: time,
                level: level,
                label: label,
                message: message,
                metadata: metadata
            )
            if state.lines.count < capacity {
                state.lines.append(line)
            } else {
                state.lines[state.next] = line
                state.next = (state.next + 1) % capacity
            }
        }
        changes.notify()
    }

    /// The number of the newest line; 0 if there is none.
    package var lastID: Int64 { state.withLock { $0.lastID } }

    /// The lines that are still there, the oldest first.
    /// - Parameter id: only those after this one.
    /// - Parameter level: only those at or above it.
    /// - Parameter date: only those since then.
    package func lines(
        after id: Int64 = 0,
        atLeast level: Logger.Level = .trace,
        since date: Date = .distantPast
    ) -> [LogLine] {
        let lines = state.withLock { Array($0.lines[$0.next...] + $0.lines[..<$0.next]) }
        return lines.filter { $0.id > id && $0.level >= level && $0.time >= date }
    }
}
