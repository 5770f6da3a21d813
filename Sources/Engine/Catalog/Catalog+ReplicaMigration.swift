import GRDB

extension Catalog {
    /// The standbys of physical mode, and what refreshes take from them.
    static func createReplicas(_ db: Database) throws {
        try db.execute(
            sql: """
                CREATE TABLE replica (
                    id INTEGER PRIMARY KEY AUTOINCREMENT,
                    uid TEXT NOT NULL UNIQUE,
                    pool TEXT NOT NULL,
                    intent TEXT NOT NULL CHECK (intent IN ('running', 'absent')),
                    isRestored INTEGER NOT NULL,
                    phase TEXT NOT NULL,
                    failure TEXT,
                    slot TEXT,
                    settings TEXT NOT NULL,
                    fingerprint TEXT NOT NULL,
                    hasSnapshots INTEGER NOT NULL,
                    createdAt TEXT NOT NULL
                ) STRICT;
                ALTER TABLE refresh ADD COLUMN isFull INTEGER NOT NULL DEFAULT 1;
                ALTER TABLE refresh ADD COLUMN replica TEXT;
                ALTER TABLE refresh ADD COLUMN visible TEXT;
                ALTER TABLE refresh ADD COLUMN position TEXT;
                """
        )
    }
}
