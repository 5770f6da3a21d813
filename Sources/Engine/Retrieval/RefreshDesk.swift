import FoundationEssentials
import Synchronization

/// Takes orders for refreshes, and remembers what is not worth a row.
final class RefreshDesk: Sendable {
    private struct State {
        var cancellation: (id: Int64, signal: AsyncStream<Void>.Continuation)?
        /// The refresh that somebody wants ended; it may not have begun its work yet.
        var cancelledID: Int64?
        /// How refreshes ended of which the catalog does not know yet.
        var unrecorded: [Int64: RefreshEnd] = [:]
        /// Numbers of refreshes that were begun by this engine.
        var known: Set<Int64> = []
        var skips = 0
        var lastSkip: (at: Date, message: String)?
    }

    let requests: AsyncStream<Refresh>
    private let continuation: AsyncStream<Refresh>.Continuation
    private let state = Mutex(State())

    init() { (requests, continuation) = AsyncStream.makeStream() }

    func put(_ refresh: Refresh) {
        state.withLock { _ = $0.known.insert(refresh.id ?? 0) }
        continuation.yield(refresh)
    }

    /// Whether this engine began the refresh, and not an earlier one.
    func knows(_ refresh: Refresh) -> Bool { state.withLock { $0.known.contains(refresh.id ?? 0) } }

    /// Ends what runs, or is to run, in ``cancellable(_:_:)`` for this refresh.
    func cancel(_ id: Int64) {
        state.withLock { state in
            state.cancelledID = id
            return state.cancellation.flatMap { $0.id == id ? $0.signal : nil }
        }?.yield()
    }

    func isCancelled(_ id: Int64) -> Bool { state.withLock { $0.cancelledID == id } }

    /// Remembers an end that could not be written down; `nil` once it is.
    func setUnrecorded(_ end: RefreshEnd?, of id: Int64) { state.withLock { $0.unrecorded[id] = end } }

    var unrecorded: [Int64: RefreshEnd] { state.withLock { $0.unrecorded } }

    /// - Returns: how many were skipped since the last refresh that ended well.
    func noteSkip(_ message: String) -> Int {
        state.withLock { state in
            state.skips += 1
            state.lastSkip = (Date(), message)
            return state.skips
        }
    }

    /// Forgets what was skipped: newer data are there.
    func forgetSkips() {
        state.withLock { state in
            state.skips = 0
            state.lastSkip = nil
        }
    }

    var skipAlert: RetrievalOverview.Alert? {
        state.withLock { state in
            state.lastSkip.map {
                RetrievalOverview.Alert(
                    kind: .refreshSkipped,
                    message: $0.message,
                    lastSeenAt: $0.at,
                    count: state.skips
                )
            }
        }
    }

    /// Runs the body until it ends or somebody cancels it; returns when all that it started has ended.
    /// - Throws: ``RefreshCancelled``, `CancellationError` if the task is cancelled, or what the body throws.
    func cancellable(_ id: Int64, _ body: @Sendable @escaping () async throws -> Void) async throws {
        let (signals, continuation) = AsyncStream<Void>.makeStream(bufferingPolicy: .bufferingNewest(1))
        try state.withLock { state in
            if state.cancelledID == id { throw RefreshCancelled() }
            state.cancellation = (id, continuation)
        }
        defer { state.withLock { $0.cancellation = nil } }
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask {
                do { try await body() } catch {
                    // Programs that were stopped for it complain in words of their own.
                    if !(error is FailpointError) { try Task.checkCancellation() }
                    throw error
                }
            }
            group.addTask {
                for await _ in signals { throw RefreshCancelled() }
                // The body is done, or the engine stops; an end without an error would pass for the body's.
                throw CancellationError()
            }
            defer { group.cancelAll() }
            try await group.next()
        }
    }
}
