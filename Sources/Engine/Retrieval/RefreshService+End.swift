import FoundationEssentials
import Logging
import Storage

/// What follows the end of a refresh that did not end well.
extension RefreshService {
    /// Removes what the refresh left and writes down how it ended, in this order: a full disk needs the room first.
    /// - Returns: how long to wait before another attempt; `nil` if there is to be none.
    func close(_ refresh: Refresh, _ report: RefreshReport, _ error: any Error) async throws -> Duration? {
        let id = refresh.id ?? 0
        try await clear(refresh)
        let cause: any Error = desk.isCancelled(id) ? RefreshCancelled() : error
        let end = RefreshEnd(cause, attempt: refresh.attempts, policy: policy)
        logger.warning("refresh \(end.state.rawValue): \(end.reason)", metadata: ["refresh": "\(id)"])
        record(end, of: id, report)
        return end.delay
    }

    /// Clears what an earlier engine left.
    func recover() async throws {
        if let refresh = try catalog.runningRefresh(), !desk.knows(refresh) {
            _ = try await close(refresh, refresh.report, CancellationError())
        }
        try await clearLeftovers()
    }

    /// Begins a refresh if there is no snapshot (in the operator's pool, if he chose one); otherwise an interrupted one waits for the schedule, or for somebody.
    func startIfDue() throws {
        guard !stages.isEmpty, policy.startsWhenEmpty, try catalog.runningRefresh() == nil else { return }
        let snapshots = try catalog.snapshots().filter { $0.intent == .present }
        let isEmpty = !snapshots.contains { !pools.isPinned || $0.pool == pools.selected.name }
        if isEmpty { try start(reason: "start") }
    }

    /// Tells everybody that a scheduled refresh did not begin.
    func noteSkip(_ message: String) throws {
        let count = desk.noteSkip(message)
        try catalog.append("refresh.skipped", to: "refresh", payload: ["count": "\(count)", "reason": message])
    }

    /// Tries again what could not be removed at the time.
    func clearLeftovers() async throws {
        for refresh in try catalog.refreshesToClear() { try await clear(refresh) }
    }

    /// Writes down ends that could not be written at the time; until then their refreshes count as running.
    func recordEnds() throws {
        for (id, end) in desk.unrecorded { try write(end, of: id, nil) }
    }

    private func record(_ end: RefreshEnd, of id: Int64, _ report: RefreshReport) {
        do { try write(end, of: id, report) } catch {
            desk.setUnrecorded(end, of: id)
            logger.error("the end of refresh \(id) is not recorded: \(error)")
        }
    }

    private func write(_ end: RefreshEnd, of id: Int64, _ report: RefreshReport?) throws {
        try catalog.updateRefresh(id, event: "refresh.\(end.state.rawValue)", payload: end.payload) {
            guard $0.state == .running else { return }
            $0.state = end.state
            $0.failure = end.reason
            $0.report = report ?? $0.report
            $0.finishedAt = Date()
        }
        desk.setUnrecorded(nil, of: id)
    }

    /// What cannot be removed now is removed before the next refresh.
    private func clear(_ refresh: Refresh) async throws {
        do { try await run(of: refresh).clear() } catch let error as FailpointError {
            throw error
        } catch {
            logger.warning("leftovers of refresh \(refresh.id ?? 0) not removed: \(error)")
        }
    }
}
