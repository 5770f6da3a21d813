import GRDB
import Synchronization

/// The inventory of the catalog, kept in memory: of a thousand rows only those that changed are read again.
///
/// It shows every change that was committed before it is asked.
final class LiveInventory: Sendable {
    private struct State {
        var clones = InventoryTable<Clone>()
        var snapshots = InventoryTable<Snapshot>()
        var lastVersion: UInt64 = 0
        /// How often something has changed.
        var readings: UInt64 = 0

        mutating func read(_ changes: [String: RowChanges.Rows], in db: Database) throws {
            readings += 1
            try clones.read(
                changes[Clone.databaseTableName] ?? .some([]),
                nextVersion: &lastVersion,
                in: db
            ) { ($1.createdAt, $0.id) < ($0.createdAt, $1.id) }
            try snapshots.read(
                changes[Snapshot.databaseTableName] ?? .some([]),
                nextVersion: &lastVersion,
                in: db
            ) { ($1.createdAt, $1.id) < ($0.createdAt, $0.id) }
        }
    }

    private let changes = RowChanges(of: [Clone.databaseTableName, Snapshot.databaseTableName])
    private let state = Mutex(State())

    init(of database: any DatabaseWriter) { database.add(transactionObserver: changes, extent: .databaseLifetime) }

    /// What the catalog holds now.
    func read(from database: any DatabaseReader) throws -> Inventory {
        // One reading at a time, from taking the changes to knowing them: or a second one could miss the first one's.
        try state.withLock { state in
            let changed = changes.take()
            if !changed.isEmpty {
                var next = state
                do { try database.read { try next.read(changed, in: $0) } } catch {
                    changes.putBack(changed)
                    throw error
                }
                state = next
            }
            return Inventory(
                clones: state.clones.sorted,
                snapshots: state.snapshots.sorted,
                version: state.readings
            )
        }
    }
}
