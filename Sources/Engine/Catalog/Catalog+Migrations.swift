import GRDB

extension Catalog {
    /// The schema, version by version; a released version is never changed.
    static var migrator: DatabaseMigrator {
        var migrator = DatabaseMigrator()
        migrator.registerMigration("1: snapshots, clones, refreshes, events") { db in
            try db.execute(
                sql: """
                    CREATE TABLE event (
                        id INTEGER PRIMARY KEY AUTOINCREMENT,
                        at TEXT NOT NULL,
                        subject TEXT NOT NULL,
                        kind TEXT NOT NULL,
                        payload TEXT NOT NULL
                    ) STRICT;
                    CREATE INDEX event_subject ON event (subject, id);

                    CREATE TABLE snapshot (
                        id TEXT PRIMARY KEY,
                        pool TEXT NOT NULL,
                        dataset TEXT NOT NULL,
                        label TEXT NOT NULL,
                        branch TEXT NOT NULL,
                        parent TEXT,
                        message TEXT NOT NULL,
                        createdAt TEXT NOT NULL,
                        dataStateAt TEXT NOT NULL,
                        logicalSize INTEGER NOT NULL,
                        physicalSize INTEGER NOT NULL,
                        postgresVersion INTEGER NOT NULL,
                        settings TEXT NOT NULL,
                        intent TEXT NOT NULL CHECK (intent IN ('present', 'absent')),
                        failure TEXT,
                        isProtected INTEGER NOT NULL,
                        protectedUntil TEXT,
                        deleteAt TEXT,
                        UNIQUE (pool, dataset, label)
                    ) STRICT;

                    CREATE TABLE settingsCatalog (
                        postgresVersion INTEGER PRIMARY KEY,
                        settings TEXT NOT NULL
                    ) STRICT;

                    CREATE TABLE clone (
                        id TEXT PRIMARY KEY,
                        uid TEXT NOT NULL UNIQUE,
                        branch TEXT NOT NULL,
                        snapshot TEXT NOT NULL REFERENCES snapshot (id) ON DELETE RESTRICT,
                        pool TEXT NOT NULL,
                        revision INTEGER NOT NULL,
                        removedThrough INTEGER NOT NULL,
                        provisionedRevision INTEGER NOT NULL,
                        port INTEGER NOT NULL UNIQUE,
                        intent TEXT NOT NULL CHECK (intent IN ('running', 'absent')),
                        phase TEXT NOT NULL,
                        failure TEXT,
                        username TEXT NOT NULL,
                        verifier TEXT NOT NULL,
                        database TEXT NOT NULL,
                        isRestricted INTEGER NOT NULL,
                        settings TEXT NOT NULL,
                        owner TEXT,
                        isProtected INTEGER NOT NULL,
                        protectedUntil TEXT,
                        createdAt TEXT NOT NULL,
                        requestedAt TEXT NOT NULL,
                        cloningTime REAL NOT NULL
                    ) STRICT;
                    CREATE INDEX clone_snapshot ON clone (snapshot);

                    CREATE TABLE refresh (
                        id INTEGER PRIMARY KEY AUTOINCREMENT,
                        uid TEXT NOT NULL UNIQUE,
                        pool TEXT NOT NULL,
                        state TEXT NOT NULL
                            CHECK (state IN ('running', 'finished', 'failed', 'cancelled', 'interrupted')),
                        stage TEXT NOT NULL,
                        attempts INTEGER NOT NULL,
                        progress TEXT NOT NULL,
                        report TEXT NOT NULL,
                        failure TEXT,
                        startedAt TEXT NOT NULL,
                        finishedAt TEXT,
                        dataStateAt TEXT,
                        snapshot TEXT,
                        isCleared INTEGER NOT NULL
                    ) STRICT;
                    """
            )
        }
        migrator.registerMigration("2: branches", migrate: createBranches)
        migrator.registerMigration("3: lifetimes", migrate: createLifetimes)
        migrator.registerMigration("4: former pools of clones", migrate: createFormerPools)
        migrator.registerObservations()
        migrator.registerMigration("6: plain snapshots of clones", migrate: createPlainSnapshots)
        migrator.registerWebhooks()
        migrator.registerSessions()
        migrator.registerMigration("physical: replicas", migrate: createReplicas)
        migrator.registerMigration("identity", migrate: createIdentity)
        migrator.registerMigration("access: owners, tokens, audit trail", migrate: createAccess)
        return migrator
    }
}
