package import GRDB
import Glibc

/// The durable truth about what is wanted: clones, snapshots, refreshes, and the log of what happened to them.
///
/// What must survive: every row of `clone`, `snapshot` and `refresh`, since disk alone cannot tell what users want.
/// Every change and the event that tells of it are one transaction; its commit is on disk before it is believed.
/// Writes are synchronous on purpose: GRDB's asynchronous ones are lost when their task is cancelled.
package struct Catalog: Sendable {
    let database: any DatabaseWriter
    private let live: LiveInventory
    /// Notified after each change.
    package let changes = Broadcaster()

    /// Another after each change: what was read after this number was read holds for it.
    package var version: UInt64 { changes.count }

    /// Takes a database as it is, and brings its schema up to date.
    package init(_ database: any DatabaseWriter) throws {
        self.database = database
        try Self.migrator.migrate(database)
        live = LiveInventory(of: database)
    }

    /// All clones and all snapshots; unchanged rows are not read again.
    package func inventory() throws -> Inventory { try live.read(from: database) }

    /// A clone out of the inventory: for those who look after each change, of whom there may be many.
    func liveClone(_ id: Clone.ID) throws -> Clone? { try inventory().clones.first { $0.row.id == id }?.row }

    /// Opens the catalog file, made if there is none.
    /// - Throws: ``EngineError`` that names the remedy when the file is damaged.
    package init(path: String) throws {
        do {
            Self.closeToOthers(path)
            let pool = try DatabasePool(path: path)
            // GRDB sets NORMAL in WAL mode; only FULL keeps a commit through a power loss.
            try pool.writeWithoutTransaction { try $0.execute(sql: "PRAGMA synchronous = FULL") }
            try self.init(pool)
        } catch let error as DatabaseError {
            throw EngineError(
                .unavailable,
                "the catalog \(path) cannot be used: \(error)",
                hint: "Move it away and run \"dblab-server catalog rebuild\" to recover it from the datasets."
            )
        }
    }

    /// SQLite's number of the writer's `synchronous` setting; 2 is FULL.
    package func synchronousMode() throws -> Int? {
        try database.writeWithoutTransaction { try Int.fetchOne($0, sql: "PRAGMA synchronous") }
    }

    /// Password verifiers are nobody else's business; SQLite gives the files beside it the same mode.
    private static func closeToOthers(_ path: String) {
        let descriptor = open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        if descriptor >= 0 { close(descriptor) }
        chmod(path, 0o600)
    }

    /// Runs a change and its events as one transaction, then wakes whoever waits for changes.
    func write<Value>(_ change: (Database) throws -> Value) throws -> Value {
        let value = try database.write(change)
        changes.notify()
        return value
    }

    /// Like ``write(_:)``, but not waiting for the disk: for what was seen or done, and could be found out again.
    ///
    /// It outlives the process at once, and a power failure from the next wish on. See docs/decisions/012-notes.md.
    func note<Value>(_ change: (Database) throws -> Value) throws -> Value {
        let value = try quietly(change)
        changes.notify()
        return value
    }

    /// Like ``note(_:)``, for what no subscriber asks about.
    func quietly<Value>(_ change: (Database) throws -> Value) throws -> Value {
        try database.writeWithoutTransaction { db in
            try db.execute(sql: "PRAGMA synchronous = NORMAL")
            let result = Result { try Self.transaction(in: db, change) }
            try db.execute(sql: "PRAGMA synchronous = FULL")
            return try result.get()
        }
    }

    private static func transaction<Value>(in db: Database, _ change: (Database) throws -> Value) throws -> Value {
        var value: Value?
        try db.inTransaction {
            value = try change(db)
            return .commit
        }
        guard let value else { throw DatabaseError(message: "a committed transaction has a value") }
        return value
    }

    func read<Value>(_ look: (Database) throws -> Value) throws -> Value {
        try database.read(look)
    }
}
