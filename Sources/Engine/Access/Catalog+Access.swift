import GRDB

extension Catalog {
    /// Whom branches and snapshots belong to, tokens, and the audit trail.
    static func createAccess(_ db: Database) throws {
        try db.execute(
            sql: """
                ALTER TABLE branch ADD COLUMN owner TEXT;
                ALTER TABLE snapshot ADD COLUMN owner TEXT;

                CREATE TABLE token (
                    id TEXT PRIMARY KEY,
                    name TEXT NOT NULL,
                    kind TEXT NOT NULL CHECK (kind IN ('personal', 'service')),
                    owner TEXT NOT NULL,
                    role TEXT NOT NULL CHECK (role IN ('viewer', 'user', 'admin')),
                    scope TEXT NOT NULL,
                    digest TEXT NOT NULL UNIQUE,
                    createdAt TEXT NOT NULL,
                    createdBy TEXT NOT NULL,
                    expiresAt TEXT,
                    lastUsedAt TEXT
                ) STRICT;

                CREATE TABLE audit (
                    id INTEGER PRIMARY KEY AUTOINCREMENT,
                    at TEXT NOT NULL,
                    actor TEXT NOT NULL,
                    role TEXT,
                    token TEXT,
                    address TEXT NOT NULL,
                    action TEXT NOT NULL,
                    target TEXT NOT NULL,
                    status INTEGER,
                    detail TEXT
                ) STRICT;
                CREATE INDEX audit_at ON audit (at);
                """
        )
    }

    /// Whether the data of a snapshot were masked, as the report of its refresh says; unknown is no.
    ///
    /// A snapshot of a clone is what the snapshot is that its data began with.
    func isMasked(_ id: Snapshot.ID) throws -> Bool {
        try read { db in
            let golden = try Self.golden(of: id, in: db)
            let refresh = try Refresh.filter(Column("snapshot") == golden).fetchOne(db)
            return refresh?.report.masking != nil
        }
    }

    private static func golden(of id: Snapshot.ID, in db: Database) throws -> Snapshot.ID {
        var (id, seen) = (id, Set<Snapshot.ID>())
        while seen.insert(id).inserted, let origin = try Snapshot.fetchOne(db, key: id)?.origin { id = origin }
        return id
    }
}
