import FoundationEssentials
import GRDB
import Synchronization

/// What was asked for, written down before it is done, and what came of it.
///
/// An entry is in the catalog before the request has any effect, and on disk with the first lasting effect at the latest.
package final class AuditTrail: Sendable {
    private static let pause: TimeInterval = 3600

    private let catalog: Catalog
    /// Entries older than so many days go; 0 for never.
    private let keptDays: Live<Int>
    private let lastPruned = Mutex<Date?>(nil)

    package init(catalog: Catalog, keptDays: Live<Int> = Live(0)) {
        self.catalog = catalog
        self.keptDays = keptDays
    }

    /// Writes an entry down.
    /// - Returns: its number.
    package func record(_ entry: AuditEntry) throws -> Int64 {
        try prune(now: entry.at)
        return try catalog.quietly { db in
            var entry = entry
            try entry.insert(db)
            return db.lastInsertedRowID
        }
    }

    /// Writes down what came of it.
    /// - Parameter target: the thing, where the request did not name it yet.
    package func finish(_ id: Int64, status: Int, target: String?, detail: String?) throws {
        try catalog.quietly { db in
            try db.execute(
                sql: "UPDATE audit SET status = ?, target = coalesce(?, target), detail = ? WHERE id = ?",
                arguments: [status, target, detail, id]
            )
        }
    }

    /// Entries before the one numbered `id`, the newest first.
    package func entries(_ query: AuditQuery = AuditQuery(), before id: Int64 = .max, limit: Int) throws -> [AuditEntry]
    {
        try catalog.read {
            try query.request.filter(Column("id") < id).order(Column("id").desc).limit(limit).fetchAll($0)
        }
    }

    /// Entries after the one numbered `id`, the oldest first.
    package func entries(_ query: AuditQuery = AuditQuery(), after id: Int64, limit: Int) throws -> [AuditEntry] {
        try catalog.read {
            try query.request.filter(Column("id") > id).order(Column("id")).limit(limit).fetchAll($0)
        }
    }

    private func prune(now: Date) throws {
        guard keptDays.value > 0 else { return }
        let isDue = lastPruned.withLock { last in
            guard last.map({ now.timeIntervalSince($0) > Self.pause }) ?? true else { return false }
            last = now
            return true
        }
        guard isDue else { return }
        let end = now - TimeInterval(keptDays.value) * 86400
        try catalog.quietly { try $0.execute(sql: "DELETE FROM audit WHERE at < ?", arguments: [end]) }
    }
}
