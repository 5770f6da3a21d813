import FoundationEssentials
import GRDB

extension Catalog {
    /// Branches, the origin of snapshots taken of clones, snapshots being taken, and datasets kept for their snapshots.
    ///
    /// Snapshots that are there already become one line, the oldest data first, with `main` at its end.
    static func createBranches(_ db: Database) throws {
        try db.execute(
            sql: """
                CREATE TABLE branch (
                    name TEXT PRIMARY KEY,
                    parent TEXT,
                    base TEXT,
                    head TEXT REFERENCES snapshot (id) ON DELETE RESTRICT,
                    createdAt TEXT NOT NULL,
                    isProtected INTEGER NOT NULL,
                    protectedUntil TEXT,
                    deleteAt TEXT
                ) STRICT;
                CREATE INDEX branch_head ON branch (head);
                CREATE INDEX branch_base ON branch (base);

                ALTER TABLE snapshot ADD COLUMN origin TEXT;
                CREATE INDEX snapshot_parent ON snapshot (parent);
                CREATE INDEX snapshot_origin ON snapshot (origin);

                CREATE TABLE pendingSnapshot (
                    id TEXT PRIMARY KEY,
                    clone TEXT NOT NULL,
                    uid TEXT NOT NULL,
                    revision INTEGER NOT NULL,
                    pool TEXT NOT NULL,
                    dataset TEXT NOT NULL,
                    label TEXT NOT NULL,
                    branch TEXT NOT NULL,
                    message TEXT NOT NULL,
                    requestedAt TEXT NOT NULL,
                    failure TEXT
                ) STRICT;
                CREATE INDEX pendingSnapshot_clone ON pendingSnapshot (clone);

                CREATE TABLE keptDataset (
                    pool TEXT NOT NULL,
                    name TEXT NOT NULL,
                    PRIMARY KEY (pool, name)
                ) STRICT;

                UPDATE snapshot SET parent = line.previous
                FROM (
                    SELECT id, lag(id) OVER (ORDER BY dataStateAt, createdAt, id) AS previous
                    FROM snapshot WHERE intent = 'present'
                ) AS line
                WHERE line.id = snapshot.id;
                """
        )
        try db.execute(
            sql: """
                INSERT INTO branch (name, head, createdAt, isProtected)
                VALUES (?, (
                    SELECT id FROM snapshot WHERE intent = 'present'
                    ORDER BY dataStateAt DESC, createdAt DESC, id DESC LIMIT 1
                ), ?, 0)
                """,
            arguments: [Branch.main, Date()]
        )
    }

    /// Snapshots of clones that are no commits: the branch does not end at them.
    static func createPlainSnapshots(_ db: Database) throws {
        try db.execute(sql: "ALTER TABLE pendingSnapshot ADD COLUMN isCommit INTEGER NOT NULL DEFAULT 1")
    }
}
