import GRDB

extension DatabaseMigrator {
    /// The tables of sessions of observation.
    mutating func registerObservations() {
        registerMigration("observation: sessions and their intervals") { db in
            try db.execute(
                sql: """
                    CREATE TABLE observation (
                        id INTEGER PRIMARY KEY AUTOINCREMENT,
                        clone TEXT NOT NULL,
                        cloneUID TEXT NOT NULL,
                        revision INTEGER NOT NULL,
                        database TEXT NOT NULL,
                        settings TEXT NOT NULL,
                        tags TEXT NOT NULL,
                        state TEXT NOT NULL CHECK (state IN ('starting', 'running', 'finishing', 'finished')),
                        startedAt TEXT NOT NULL,
                        finishedAt TEXT,
                        sampledAt TEXT,
                        hasOverallError INTEGER NOT NULL,
                        ending TEXT,
                        facts TEXT NOT NULL,
                        artifacts TEXT NOT NULL
                    ) STRICT;
                    CREATE INDEX observation_clone ON observation (clone, id);
                    CREATE INDEX observation_unfinished ON observation (id) WHERE state <> 'finished';

                    CREATE TABLE observationInterval (
                        observation INTEGER NOT NULL REFERENCES observation (id) ON DELETE CASCADE,
                        number INTEGER NOT NULL,
                        startedAt TEXT NOT NULL,
                        duration REAL NOT NULL,
                        warning TEXT NOT NULL,
                        PRIMARY KEY (observation, number)
                    ) STRICT;
                    """
            )
        }
    }
}
