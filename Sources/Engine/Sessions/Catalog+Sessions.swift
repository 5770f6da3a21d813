package import FoundationEssentials
import GRDB

// Sessions are nobody's business but the web UI's: their changes wake no subscriber and make no event.
extension Catalog {
    /// Sessions beyond so many end, those first that end first by themselves.
    private static var sessionLimit: Int { 1000 }

    /// Adds a session, and removes those that are over.
    package func insertSession(_ session: Session, now: Date) throws {
        try database.write { db in
            try db.execute(sql: "DELETE FROM session WHERE expiresAt <= ?", arguments: [now])
            try session.insert(db)
            try db.execute(
                sql: """
                    DELETE FROM session WHERE digest NOT IN
                        (SELECT digest FROM session ORDER BY expiresAt DESC LIMIT ?)
                    """,
                arguments: [Self.sessionLimit]
            )
        }
    }

    /// The session of this digest, over or not.
    package func session(_ digest: String) throws -> Session? {
        try read { try Session.filter(Column("digest") == digest).fetchOne($0) }
    }

    /// Moves the end of a session.
    package func extendSession(_ digest: String, to end: Date) throws {
        try database.write {
            try $0.execute(sql: "UPDATE session SET expiresAt = ? WHERE digest = ?", arguments: [end, digest])
        }
    }

    /// Forgets a session.
    package func removeSession(_ digest: String) throws {
        try database.write { try $0.execute(sql: "DELETE FROM session WHERE digest = ?", arguments: [digest]) }
    }
}

extension DatabaseMigrator {
    /// The table of sessions of the web UI.
    mutating func registerSessions() {
        registerMigration("sessions of the web UI") { db in
            try db.execute(
                sql: """
                    CREATE TABLE session (
                        digest TEXT PRIMARY KEY,
                        token TEXT NOT NULL,
                        expiresAt TEXT NOT NULL
                    ) STRICT;
                    """
            )
        }
    }
}
