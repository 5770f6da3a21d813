extension ConfigurationKey {
    static let physicalRestore: [ConfigurationKey] = job(
        "physicalRestore",
        container + connection.map(ours) + [
            key(
                "tool",
                .choice(["pg_basebackup", "pgbackrest", "walg", "customTool"]),
                "pg_basebackup",
                "what copies the files of production; `pg_basebackup` is not in DBLab"
            ),
            key("envs", .credentials, nil, "variables of the tool and of its restore_command"),
            key("source.type", .choice(["local", "remote"]), "remote", .ours, "how production is reached"),
            key("source.connectionString", .credential, nil, .ours, "a URI or keywords; wins over source.connection"),
            key("source.passwordFile", .text, nil, .ours, "a file with the password"),
            key("source.passwordEnv", .text, nil, .ours, "the environment variable with the password"),
            key("pgBasebackup.slot", .text, nil, .ours, "a replication slot to use, made if there is none"),
            key(
                "pgBasebackup.checkpoint",
                .choice(["fast", "spread"]),
                "spread",
                .ours,
                "whether production hurries to begin"
            ),
            key("pgBasebackup.maxRate", .text, nil, .ours, "the most to read in a second, such as `50M`"),
            key("pgbackrest.stanza", .text, nil, "the stanza"),
            key("pgbackrest.delta", .flag, "false", "restore with `--delta`"),
            key("walg.backupName", .text, "LATEST", "the backup"),
            key("customTool.command", .text, nil, "a program with arguments that fills `$PGDATA`; no shell reads it"),
            key("customTool.restore_command", .text, nil, "PostgreSQL's `restore_command`"),
        ] + sync
    )

    private static let sync: [ConfigurationKey] = [
        key("sync.enabled", .flag, "false", "keep a standby of production, and take snapshots from it"),
        key("sync.healthCheck.interval", .integer(1...3600), "5", "seconds between two looks at it"),
        key("sync.healthCheck.maxRetries", .integer(1...1_000_000), "200", "looks in vain that are borne"),
        key("sync.configs", .settings, nil, "settings of the standby"),
        key("sync.recovery", .anything, nil, .ignored, "only PostgreSQL 11 and older had recovery.conf"),
    ]

    static let physicalSnapshot: [ConfigurationKey] = job(
        "physicalSnapshot",
        [
            key("skipStartSnapshot", .flag, "false", .ignored, "no snapshot is taken at a start when there is one"),
            key("configs", .settings, nil, "settings that the clones inherit"),
            key("sysctls", .anything, nil, .ignored, "servers and tools are those of `provision`"),
            key("envs", .credentials, nil, "variables of the preprocessing script"),
            key("preprocessingScript", .text, nil, "a program to run on the data directory before the snapshot"),
            key("databaseRename", .settings, nil, "new names of databases by their old ones"),
            key(
                "promotion.enabled",
                .flag,
                "true",
                .ignored,
                "data are always promoted before clones are made of them"
            ),
            key("promotion.dockerImage", .text, nil, .ignored, "servers and tools are those of `provision`"),
            key("promotion.containerConfig", .anything, nil, .ignored, "servers and tools are those of `provision`"),
            key("promotion.healthCheck", .anything, nil, .ignored, "a promotion may take as long as it needs"),
            key("promotion.configs", .settings, nil, "settings of the server that is promoted"),
            key("promotion.recovery", .anything, nil, .ignored, "only PostgreSQL 11 and older had recovery.conf"),
            key("scheduler.snapshot.timetable", .text, nil, "when to take snapshots, in cron's five fields"),
            key(
                "scheduler.retention.timetable",
                .text,
                nil,
                .ignored,
                "what is too much goes after each snapshot, and at each `retention.checkIntervalMinutes`"
            ),
            key("scheduler.retention.limit", .count, nil, "how many snapshots stay; wins over `retention.snapshots`"),
        ] + preprocessing.map { key("promotion.\($0.path)", $0.kind, $0.standard, $0.status, $0.meaning) }
    )

    private static func ours(_ row: ConfigurationKey) -> ConfigurationKey {
        key(row.path, row.kind, row.standard, .ours, row.meaning)
    }
}
