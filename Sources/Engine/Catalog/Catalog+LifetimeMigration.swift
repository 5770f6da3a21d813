import GRDB

extension Catalog {
    /// Clones with an end, what was learnt of everything that may go by itself, and of the clock.
    static func createLifetimes(_ db: Database) throws {
        try db.execute(
            sql: """
                ALTER TABLE clone ADD COLUMN deleteAt TEXT;

                CREATE TABLE lifetime (
                    subject TEXT PRIMARY KEY,
                    quietSeconds REAL NOT NULL,
                    fingerprint TEXT NOT NULL,
                    warnedOf TEXT
                ) STRICT;

                CREATE TABLE clock (
                    id INTEGER PRIMARY KEY CHECK (id = 1),
                    trust TEXT NOT NULL
                ) STRICT;
                """
        )
    }
}
