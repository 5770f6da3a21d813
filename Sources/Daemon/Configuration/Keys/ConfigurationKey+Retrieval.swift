import Engine

extension ConfigurationKey {
    static func job(_ name: String, _ rows: [ConfigurationKey]) -> [ConfigurationKey] {
        rows.map { key("retrieval.spec.\(name).options.\($0.path)", $0.kind, $0.standard, $0.status, $0.meaning) }
    }

    static let container: [ConfigurationKey] = [
        key("dockerImage", .text, nil, .ignored, "servers and tools are those of `provision`"),
        key("containerConfig", .anything, nil, .ignored, "servers and tools are those of `provision`"),
    ]

    static let retrieval: [ConfigurationKey] = [
        key(
            "retrieval.refresh.timetable",
            .text,
            "",
            "when to refresh, in cron's five fields and the engine's time zone; empty for never"
        ),
        key(
            "retrieval.refresh.skipStartRefresh",
            .flag,
            "false",
            "no refresh at the start of an engine that has no snapshot yet"
        ),
        key("retrieval.refresh.attempts", .integer(1...100), "3", .ours, "how often a failing refresh is tried"),
        key(
            "retrieval.refresh.backoffSeconds",
            .integer(1...86400),
            "60",
            .ours,
            "the pause before the second attempt; it doubles each time"
        ),
        key(
            "retrieval.jobs",
            .choices(["logicalDump", "logicalRestore", "logicalSnapshot", "physicalRestore", "physicalSnapshot"]),
            "",
            "the jobs of a refresh: logical ones or physical ones"
        ),
    ]

    static let hygiene: [ConfigurationKey] = [
        key("subscriptions", .flag, "true", .ours, "disable subscriptions and forget their addresses"),
        key("replicationSlots", .flag, "true", .ours, "drop replication slots that came with the data"),
        key("userMappings", .flag, "true", .ours, "forget users and passwords for foreign servers"),
        key("scheduledJobs", .flag, "true", .ours, "switch the jobs of pg_cron, pgAgent and pg_timetable off"),
        key("preloadLibraries", .flag, "true", .ours, "reset libraries that roles or databases load into sessions"),
        key(
            "eventTriggers",
            .choice(HygieneOptions.EventTriggers.allCases.map(\.rawValue)),
            "keep",
            .ours,
            "whether event triggers act in clones"
        ),
    ].map { key("retrieval.hygiene.\($0.path)", $0.kind, $0.standard, $0.status, $0.meaning) }

    static let logicalDump: [ConfigurationKey] = job(
        "logicalDump",
        container + connection + legacyConnection + [
            key("dumpLocation", .text, nil, "where the dump goes; without it, beside the new data until restored"),
            key("source.type", .choice(["local", "remote", "rdsIam"]), "local", "how the source is reached"),
            key("source.connectionString", .credential, nil, "a URI or keywords; wins over source.connection"),
            key("source.passwordFile", .text, nil, .ours, "a file with the password"),
            key("source.passwordEnv", .text, nil, .ours, "the environment variable with the password"),
            key("source.rdsIam.awsRegion", .text, nil, .planned, "the region of the RDS instance"),
            key("source.rdsIam.dbInstanceIdentifier", .text, nil, .planned, "its name"),
            key("source.rdsIam.sslRootCert", .text, nil, .planned, "its certificate authority"),
            key("databases.*.tables", .texts, nil, "only these tables, as patterns of pg_dump"),
            key("databases.*.excludeTables", .texts, nil, "all tables but these"),
            key(
                "databases.*.format",
                .choice(["directory", "custom", "plain"]),
                "directory",
                "the format of the dump"
            ),
            key("databases.*.compression", .choice(["gzip", "bzip2", "no"]), "no", "how plain dumps are packed"),
            key("parallelJobs", .integer(1...256), "1", "how many tables are dumped at once"),
            key("immediateRestore.enabled", .flag, "false", "restore while dumping, without a dump in between"),
            key("immediateRestore.configs", .settings, nil, "settings of the restoring server"),
            key("immediateRestore.customOptions", .texts, nil, "further arguments of pg_restore"),
            key("customOptions", .texts, nil, "further arguments of pg_dump"),
            key("ignoreErrors", .flag, "false", "go on when something cannot be dumped"),
        ]
    )

    static let connection: [ConfigurationKey] = [
        key("source.connection.host", .text, nil, "the host of the source, or the directory of its socket"),
        key("source.connection.port", .port, "5432", "its port"),
        key("source.connection.dbname", .text, "postgres", "the database to connect to"),
        key("source.connection.username", .text, "postgres", "the user to log in as"),
        key("source.connection.password", .credential, nil, "the password; the variable PGPASSWORD wins"),
    ]

    /// As older versions of DBLab have it; see ``LegacyConnection``.
    private static let legacyConnection: [ConfigurationKey] = connection.map { row in
        let path = String(row.path.dropFirst("source.".count))
        return key(path, row.kind, nil, "older name of `\(row.path)`, for want of `source`")
    }

    static let logicalRestore: [ConfigurationKey] = job(
        "logicalRestore",
        container + [
            key("dumpLocation", .text, nil, "where the dumps are: those of logicalDump, or any others"),
            key("databases.*.format", .choice(["directory", "custom", "plain"]), nil, "the format; else found out"),
            key("databases.*.compression", .choice(["gzip", "bzip2", "no"]), nil, "the packing; else found out"),
            key("databases.*.tables", .texts, nil, "only these tables"),
            key("ignoreErrors", .flag, "false", "go on when something cannot be restored"),
            key("parallelJobs", .integer(1...256), "1", "how many tables are restored at once"),
            key("configs", .settings, nil, "settings of the restoring server"),
            key("customOptions", .texts, nil, "further arguments of pg_restore"),
            key("skipPolicies", .flag, "false", "leave row-level security out"),
        ] + preprocessing
    )

    static let logicalSnapshot: [ConfigurationKey] = job(
        "logicalSnapshot",
        container
            + preprocessing.map {
                key("dataPatching.\($0.path)", $0.kind, $0.standard, $0.status, $0.meaning)
            } + [
                key("configs", .settings, nil, "settings that the clones inherit"),
                key("preprocessingScript", .text, nil, "a program to run on the data directory before the snapshot"),
                key("databaseRename", .settings, nil, "new names of databases by their old ones"),
                key("dataPatching.dockerImage", .text, nil, .ignored, "servers and tools are those of `provision`"),
                key(
                    "dataPatching.containerConfig",
                    .anything,
                    nil,
                    .ignored,
                    "servers and tools are those of `provision`"
                ),
                key("schedule", .anything, nil, .ignored, "DBLab never used it"),
            ]
    )

    static let preprocessing: [ConfigurationKey] = [
        key("queryPreprocessing.queryPath", .text, nil, "a directory of SQL files to run on the data"),
        key("queryPreprocessing.maxParallelWorkers", .integer(1...256), "2", "how many files run at once"),
        key("queryPreprocessing.inline", .text, nil, "SQL to run on the data after the files"),
    ]
}
