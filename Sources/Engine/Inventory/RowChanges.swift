import GRDB
import Synchronization

/// Remembers which rows were changed, from the commit of the change until somebody takes note of it.
///
/// SQLite tells of each changed row; see https://sqlite.org/c3ref/update_hook.html. It does not tell of rows that
/// `INSERT OR REPLACE` removes: the observed tables are never written so.
final class RowChanges: TransactionObserver, Sendable {
    /// The changed rows of one table.
    enum Rows: Equatable {
        case all
        case some(Set<Int64>)

        mutating func insert(_ id: Int64) {
            guard case .some(var ids) = self else { return }
            // The set has one owner while it grows.
            self = .all
            ids.insert(id)
            self = .some(ids)
        }

        mutating func formUnion(_ other: Self) {
            guard case .some(let ids) = self, case .some(let others) = other else { return self = .all }
            self = .some(ids.union(others))
        }
    }

    private struct State {
        /// Of the transaction that is going on.
        var pending: [String: Rows] = [:]
        var committed: [String: Rows]
    }

    private let tables: Set<String>
    private let state: Mutex<State>

    /// Begins with all rows changed.
    init(of tables: Set<String>) {
        self.tables = tables
        state = Mutex(State(committed: Dictionary(uniqueKeysWithValues: tables.map { ($0, .all) })))
    }

    /// The changed rows of each table since they were taken last.
    func take() -> [String: Rows] {
        state.withLock { state in
            defer { state.committed = [:] }
            return state.committed
        }
    }

    /// Gives back what could not be read.
    func putBack(_ changes: [String: Rows]) {
        state.withLock { $0.committed.merge(changes, uniquingKeysWith: Self.union) }
    }

    func observes(eventsOfKind eventKind: DatabaseEventKind) -> Bool { tables.contains(eventKind.tableName) }

    func databaseDidChange(with event: DatabaseEvent) {
        state.withLock { $0.pending[event.tableName, default: .some([])].insert(event.rowID) }
    }

    func databaseDidCommit(_ db: Database) {
        state.withLock { state in
            state.committed.merge(state.pending, uniquingKeysWith: Self.union)
            state.pending = [:]
        }
    }

    func databaseDidRollback(_ db: Database) { state.withLock { $0.pending = [:] } }

    private static func union(_ first: Rows, _ second: Rows) -> Rows {
        var union = first
        union.formUnion(second)
        return union
    }
}
