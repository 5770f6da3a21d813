import FoundationEssentials
import GRDB

extension Catalog {
    /// The refresh of this number.
    package func refresh(_ id: Int64) throws -> Refresh? {
        try read { try Refresh.fetchOne($0, key: id) }
    }

    /// The last refreshes, the newest first.
    package func refreshes(limit: Int = 20) throws -> [Refresh] {
        try read { try Refresh.order(Column("id").desc).limit(limit).fetchAll($0) }
    }

    /// The seconds that refreshes took, by what became of them.
    package func refreshTimes() throws -> [Refresh.State: [Double]] {
        let rows = try read { db in
            try Row.fetchAll(
                db,
                sql: """
                    SELECT state, (julianday(finishedAt) - julianday(startedAt)) * 86400 AS seconds FROM refresh
                    WHERE finishedAt IS NOT NULL
                    """
            )
        }
        return Dictionary(grouping: rows) { $0["state"] }.mapValues { $0.map { $0["seconds"] } }
    }

    /// The refresh in progress.
    package func runningRefresh() throws -> Refresh? {
        try read { try Self.runningRefresh(in: $0) }
    }

    /// Refreshes of which something may be left on the machine, but for the one in progress.
    package func refreshesToClear() throws -> [Refresh] {
        try read { db in
            try Refresh.filter(Column("isCleared") == false && Column("state") != Refresh.State.running.rawValue)
                .order(Column("id")).fetchAll(db)
        }
    }

    /// Writes down that a refresh begins.
    /// - Throws: ``EngineError`` `failedPrecondition` in DBLab's words if one is in progress.
    package func insertRefresh(_ refresh: Refresh, reason: String) throws -> Refresh {
        try write { db in
            guard try Self.runningRefresh(in: db) == nil else { throw EngineError.refreshInProgress }
            var refresh = refresh
            try refresh.insert(db)
            try Self.append(
                "refresh.started",
                to: refresh.subject,
                payload: ["attempt": "\(refresh.attempts)", "pool": refresh.pool, "reason": reason],
                in: db
            )
            return refresh
        }
    }

    /// Changes a refresh in one transaction with its event.
    package func updateRefresh(
        _ id: Int64,
        event: String,
        payload: [String: String] = [:],
        _ change: (inout Refresh) throws -> Void
    ) throws {
        try write { db in
            guard var refresh = try Refresh.fetchOne(db, key: id) else { return }
            try change(&refresh)
            try refresh.update(db)
            try Self.append(event, to: refresh.subject, payload: payload, in: db)
        }
    }

    /// Writes down how far a refresh is.
    ///
    /// Of its progress events only the newest is kept, since it tells all.
    package func recordProgress(_ progress: RefreshProgress, of id: Int64) throws {
        try write { db in
            guard var refresh = try Refresh.fetchOne(db, key: id), refresh.state == .running else { return }
            refresh.stage = progress.stage
            refresh.progress = progress
            try refresh.update(db)
            try db.execute(
                sql: "DELETE FROM event WHERE subject = ? AND kind = 'refresh.progress'",
                arguments: [refresh.subject]
            )
            try Self.append("refresh.progress", to: refresh.subject, payload: ProgressPayload(progress), in: db)
        }
    }

    /// Makes the result of a refresh known: the snapshot appears and the refresh ends in one transaction.
    /// - Returns: the snapshot, with the name that it got.
    package func finishRefresh(_ id: Int64, with snapshot: Snapshot, report: RefreshReport) throws -> Snapshot {
        try write { db in
            guard var refresh = try Refresh.fetchOne(db, key: id), refresh.state == .running else {
                throw EngineError(.internalError, "refresh \(id) is not running any more")
            }
            try Self.append(snapshot, in: db)
            refresh.state = .finished
            refresh.stage = "finished"
            refresh.progress.stage = "finished"
            refresh.report = report
            refresh.finishedAt = Date()
            refresh.dataStateAt = snapshot.dataStateAt
            refresh.snapshot = snapshot.id
            refresh.isCleared = true
            try refresh.update(db)
            let payload = ["omissions": "\(report.omissions.count)", "snapshot": snapshot.id]
            try Self.append("refresh.finished", to: refresh.subject, payload: payload, in: db)
            return snapshot
        }
    }

    private static func runningRefresh(in db: Database) throws -> Refresh? {
        try Refresh.filter(Column("state") == Refresh.State.running.rawValue).fetchOne(db)
    }
}

extension Refresh {
    /// What its events are about.
    package var subject: String { "refresh:\(id ?? 0)" }
}

extension EngineError {
    static var refreshInProgress: EngineError {
        EngineError(
            .failedPrecondition,
            "The data refresh/snapshot is currently in progress. Skip a new data refresh/snapshotting iteration"
        )
    }
}

/// Progress as its event tells it.
private struct ProgressPayload: Encodable {
    let stage: String
    let message: String
    let tablesDone: Int
    let tablesTotal: Int
    let bytesDone: Int
    let bytesTotal: Int
    let rate: Int

    init(_ progress: RefreshProgress) {
        stage = progress.stage
        message = progress.message
        tablesDone = progress.tablesDone
        tablesTotal = progress.tablesTotal
        bytesDone = progress.bytesDone
        bytesTotal = progress.bytesTotal
        rate = Int(progress.rate)
    }
}
