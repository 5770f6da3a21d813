import Synchronization

/// Runs a handler for each key put into it: one run per key at a time, and one more when the key comes again meanwhile.
///
/// It replaces locks per object: whatever a key stands for is only ever touched by one run.
package final class WorkQueue<Key: Hashable & Sendable>: Sendable {
    private enum Place { case waiting, running, runningAndWanted }

    private let places = Mutex<[Key: Place]>([:])
    private let isFinished = Mutex(false)
    private let stream: AsyncStream<Key>
    private let continuation: AsyncStream<Key>.Continuation

    package init() {
        (stream, continuation) = AsyncStream.makeStream()
    }

    /// Asks for a run of the handler with this key, after now.
    package func put(_ key: Key) {
        let isNew = places.withLock { places in
            switch places[key] {
            case nil:
                places[key] = .waiting
                return true
            case .running:
                places[key] = .runningAndWanted
                return false
            case .waiting, .runningAndWanted: return false
            }
        }
        if isNew { continuation.yield(key) }
    }

    /// How many keys wait, and how many have a run.
    package var depth: QueueDepth {
        places.withLock { places in
            let waiting = places.values.count { $0 == .waiting }
            return QueueDepth(waiting: waiting, running: places.count - waiting)
        }
    }

    /// Lets the runs in progress end, and starts no more, also none of keys that wait.
    package func finish() {
        isFinished.withLock { $0 = true }
        continuation.finish()
    }

    /// Serves keys until the queue is finished or the task cancelled, at most `width` at once.
    package func run(width: Int, _ handle: @Sendable @escaping (Key) async -> Void) async {
        await withTaskGroup(of: Void.self) { group in
            var running = 0
            for await key in stream {
                if running == width {
                    await group.next()
                    running -= 1
                }
                if isFinished.withLock({ $0 }) { break }
                group.addTask { await self.serve(key, handle) }
                running += 1
            }
        }
    }

    private func serve(_ key: Key, _ handle: (Key) async -> Void) async {
        places.withLock { $0[key] = .running }
        await handle(key)
        let again = places.withLock { places in
            defer { places[key] = nil }
            return places[key] == .runningAndWanted
        }
        if again { put(key) }
    }
}

/// How much there is in a queue of work.
package struct QueueDepth: Equatable, Sendable {
    package var waiting: Int
    package var running: Int
}
