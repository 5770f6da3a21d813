import FoundationEssentials
import Postgres
import Runtime
import SystemPackage

extension RefreshService: RetrievalControl {
    package func startRefresh(of pool: String?, isFull: Bool) throws -> Refresh {
        try start(reason: "api", pool: pool, isFull: isFull)
    }

    package func synchronization() throws -> ReplicaStatus? { try replicas?.status() }

    package func cancelRefresh() throws { try cancel() }

    package func overview() throws -> RetrievalOverview {
        let refreshes = try catalog.refreshes(limit: 50)
        return RetrievalOverview(
            mode: stages.isEmpty ? .unknown : policy.mode,
            status: try status(refreshes.first),
            lastRefreshAt: refreshes.first { $0.state == .finished }?.finishedAt,
            nextRefreshAt: stages.isEmpty ? nil : policy.timetable?.next(after: Date()),
            alerts: [failureAlert(refreshes), desk.skipAlert, try syncAlert()].compactMap(\.self)
        )
    }

    package func activity() async throws -> RetrievalOverview.Activity? {
        guard let refresh = try catalog.runningRefresh() else { return nil }
        let server = try run(of: refresh).server
        let target = ConnectionParameters(
            host: runtime.socketDirectory(of: server).string,
            port: policy.port,
            user: "postgres",
            database: "template1",
            connectTimeout: 5
        )
        let source = stages.lazy.compactMap { $0 as? any SourceReading }.first
        var result = RetrievalOverview.Activity()
        // Either may be absent or busy at this moment; the other still tells something.
        if let parameters = try source?.sourceParameters() { result.source = await Self.queries(at: parameters) }
        if try await runtime.state(of: server) == .running { result.target = await Self.queries(at: target) }
        return result
    }

    private func status(_ latest: Refresh?) throws -> RetrievalOverview.Status {
        if stages.isEmpty, latest?.state != .running { return .pending }
        return switch latest?.state {
        case .running: latest?.stage == "snapshot" ? .snapshotting : .refreshing
        case .failed, .interrupted: .failed
        case .finished: .finished
        case .cancelled, nil: try catalog.latestSnapshot() == nil ? .inactive : .finished
        }
    }

    /// Failures count until a refresh ends well.
    private func failureAlert(_ refreshes: [Refresh]) -> RetrievalOverview.Alert? {
        let failures = refreshes.prefix { $0.state != .finished }.filter { $0.state == .failed }
        return failures.first.map { last in
            RetrievalOverview.Alert(
                kind: .refreshFailed,
                message: last.failure ?? "",
                lastSeenAt: last.finishedAt ?? last.startedAt,
                count: failures.count
            )
        }
    }

    private func syncAlert() throws -> RetrievalOverview.Alert? {
        guard let status = try synchronization(), status.code == .error else { return nil }
        let count = try catalog.currentReplica()?.failure?.attempts ?? 1
        return RetrievalOverview.Alert(kind: .syncFailed, message: status.message, lastSeenAt: Date(), count: count)
    }

    private static func queries(at parameters: ConnectionParameters) async -> [RetrievalOverview.Query] {
        var parameters = parameters
        parameters.connectTimeout = 5
        guard let connection = try? await Connection(parameters) else { return [] }
        let rows = try? await connection.query(
            """
            SELECT usename, query, extract(epoch FROM clock_timestamp() - query_start)::float8, wait_event_type, wait_event
            FROM pg_catalog.pg_stat_activity
            WHERE application_name IN ('dblab', 'pg_dump', 'pg_restore') AND state <> 'idle' AND pid <> pg_backend_pid()
            """
        )
        await connection.close()
        return (rows ?? []).map { row in
            RetrievalOverview.Query(
                user: row[0] ?? "",
                text: row[1] ?? "",
                duration: row[2].flatMap { Double($0) } ?? 0,
                waitEventType: row[3] ?? "",
                waitEvent: row[4] ?? ""
            )
        }
    }
}

/// A stage that reads from a server of production.
protocol SourceReading {
    /// How it logs in there.
    func sourceParameters() throws -> ConnectionParameters
}

extension LogicalTransfer: SourceReading {
    func sourceParameters() throws -> ConnectionParameters {
        try (dump.source ?? SourceOptions()).parameters(environment: settings.environment)
    }
}

extension LogicalDump: SourceReading {
    func sourceParameters() throws -> ConnectionParameters {
        try (options.source ?? SourceOptions()).parameters(environment: settings.environment)
    }
}
