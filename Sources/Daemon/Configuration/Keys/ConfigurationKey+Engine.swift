import Engine

extension ConfigurationKey {
    static let server: [ConfigurationKey] = [
        key("server.verificationToken", .secret, "", "the token that clients must send; required"),
        key("server.allowNoToken", .flag, "false", .ours, "serve everybody who can connect when no token is set"),
        key("server.metricsWithoutToken", .flag, "false", .ours, "show `GET /metrics` to everybody who can connect"),
        key(
            "server.auditDays",
            .count,
            "400",
            .ours,
            "the days that entries of the audit trail are kept; 0 for ever"
        ),
        key("server.host", .text, "127.0.0.1", "the address to listen on; empty for all"),
        key("server.port", .port, "2345", "the TCP port of the API"),
        key("server.disableConfigModification", .flag, "false", "refuse changes of the configuration by the API"),
        key("server.tls.certificate", .text, "", .ours, "a PEM file with the certificate chain; HTTPS when set"),
        key("server.tls.key", .text, "", .ours, "a PEM file with the private key of the certificate"),
    ]

    static let retention: [ConfigurationKey] = [
        key(
            "retention.snapshots",
            .count,
            "2",
            .ours,
            "the snapshots of refreshes to keep, those in use apart; 0 for all"
        ),
        key("retention.hourly", .count, "0", .ours, "of so many latest hours that have any, the newest stays besides"),
        key("retention.daily", .count, "0", .ours, "the same of days, in UTC"),
        key("retention.weekly", .count, "0", .ours, "the same of weeks, which begin on Monday"),
        key(
            "retention.unusedSnapshotMinutes",
            .count,
            "0",
            "delete a snapshot without clones and children after so long; 0 for never"
        ),
        key(
            "retention.unusedBranchMinutes",
            .count,
            "0",
            "delete a branch without clones and child branches after so long; 0 for never"
        ),
        key("retention.checkIntervalMinutes", .count, "5", "the time between two looks at what is unused"),
        key("retention.protectionMaxDurationMinutes", .count, "0", "the longest protection of a snapshot or branch"),
        key("retention.maxDeletionsPerTick", .count, "50", "the deletions of one sweep at most; 0 for none"),
    ]

    static let embeddedUI: [ConfigurationKey] = [
        key("embeddedUI.enabled", .flag, nil, .ignored, "start DBLab's UI container"),
        key("embeddedUI.dockerImage", .text, nil, .ignored, "the image of that container"),
        key("embeddedUI.host", .text, nil, .ignored, "its address"),
        key("embeddedUI.port", .port, nil, .ignored, "its port"),
    ]

    static let global: [ConfigurationKey] = [
        key("global.engine", .choice(["postgres"]), "postgres", "the kind of database"),
        key("global.debug", .flag, "false", "log more"),
        key("global.logFormat", .choice(["text", "json"]), "text", .ours, "how lines of the log are written"),
        key("global.database.username", .text, "postgres", "the superuser of the copy, as whom the engine works in it"),
        key("global.database.dbname", .text, "postgres", "the database that the engine connects to"),
        key("global.telemetry.enabled", .flag, nil, .ignored, "there is nobody whom this engine reports to"),
        key("global.stateDirectory", .text, "/var/lib/dblab-engine", .ours, "catalog, sockets and logs of the engine"),
    ]

    static let poolManager: [ConfigurationKey] = [
        key("poolManager.mountDir", .text, "/var/lib/dblab", "the directory of the pools, or of the only pool"),
        key("poolManager.selectedPool", .text, "", "the pool that refreshes fill; else they take turns"),
        key(
            "poolManager.driver",
            .choice(["auto", "btrfs", "zfs", "reflink", "copy"]),
            "auto",
            .ours,
            "how clones are made; auto finds the best that the file system can"
        ),
        key("poolManager.zfsDataset", .text, "", .ours, "the ZFS dataset of the selected pool, if not the mounted one"),
        key(
            "poolManager.reserve",
            .text,
            "",
            .ours,
            "refuse clones while less of a pool is free, such as `5GB`; below half of it, stop the clone that grows most"
        ),
        key("poolManager.dataSubDir", .text, nil, .ignored, "the engine lays pools out by itself"),
        key("poolManager.clonesMountSubDir", .text, nil, .ignored, "the engine lays pools out by itself"),
        key("poolManager.socketSubDir", .text, nil, .ignored, "sockets are in global.stateDirectory"),
        key("poolManager.observerSubDir", .text, nil, .ignored, "the engine lays pools out by itself"),
        key("poolManager.preSnapshotSuffix", .text, nil, .ignored, "there are no pre-snapshots"),
    ]

    static let templates: [ConfigurationKey] = [
        key("databaseContainer.dockerImage", .text, nil, .ignored, "an anchor for `provision.dockerImage`"),
        key("databaseContainer.containerConfig", .anything, nil, .ignored, "an anchor for `provision.containerConfig`"),
        key(
            "databaseConfigs.configs",
            .settings,
            "",
            "settings of postgresql.conf of all clones; those of the snapshot win"
        ),
    ]

    static let provision: [ConfigurationKey] = [
        key("provision.portPool.from", .port, "6000", "the first TCP port of clones"),
        key("provision.portPool.to", .port, "6099", "the last TCP port of clones"),
        key(
            "provision.cloneAccessAddresses",
            .text,
            "127.0.0.1",
            "the addresses that clones listen on, with commas between; empty for all"
        ),
        key("provision.account", .text, "postgres", .ours, "whom servers run as, if the engine runs as root"),
        key("provision.postgresPaths", .texts, "", .ours, "where to look for PostgreSQL before /usr/lib/postgresql"),
        key("provision.configs", .settings, "", .ours, "settings of all clones; they win over those of the snapshot"),
        key(
            "provision.sandbox",
            .flag,
            "true",
            .ours,
            "keep clones apart by bubblewrap; where that is missing, refuse clones with superusers"
        ),
        key("provision.limits.memory", .text, "", .ours, "the memory of each clone, such as `2GB`; empty for no limit"),
        key(
            "provision.limits.cpus",
            .text,
            "",
            .ours,
            "the processors of each clone, such as `0.5`; empty for no limit"
        ),
        key(
            "provision.limits.processes",
            .count,
            "1000",
            .ours,
            "the processes of each clone, those that its user starts included; 0 for no limit"
        ),
        key(
            "provision.limits.connections",
            .count,
            "0",
            .ours,
            "the connections of each clone, which no superuser in it can raise; 0 for what `databaseConfigs` say"
        ),
        key(
            "provision.limits.disk",
            .text,
            "",
            .ours,
            "stop a clone that holds more of its pool alone, such as `20GB`; looked at every ten seconds. On ZFS, and on Btrfs with quotas, it cannot take a tenth more"
        ),
        key(
            "provision.runtime",
            .choice(["native", "docker"]),
            "native",
            .ours,
            "what runs servers: this machine's PostgreSQL as processes, or Docker as containers"
        ),
        key("provision.dockerHost", .text, "unix:///var/run/docker.sock", .ours, "where Docker's daemon listens"),
        key(
            "provision.dockerImage",
            .text,
            "postgres:{major}",
            "the image of servers with `runtime: docker`; {major} is the data's major version"
        ),
        key(
            "provision.containerConfig",
            .settings,
            "",
            "options of `docker run` with `runtime: docker`, by their long names, such as `shm-size: 1gb`"
        ),
        key("provision.useSudo", .flag, nil, .ignored, "the engine runs as root, or needs no privileges"),
        key(
            "provision.keepUserPasswords",
            .flag,
            "false",
            "let login roles keep the passwords they have at the source"
        ),
    ]

    static let cloning: [ConfigurationKey] = [
        key("cloning.accessHost", .text, "localhost", "the host name in the connection strings of clones"),
        key(
            "cloning.maxIdleMinutes",
            .count,
            "0",
            "destroy unprotected clones idle for so long; 0 for never"
        ),
        key("cloning.maxIdleSeconds", .count, "0", .ours, "the same in seconds; wins unless it is 0"),
        key(
            "cloning.maxLifetimeMinutes",
            .count,
            "0",
            .ours,
            "destroy clones so long after they were made, also busy ones; a protection ends then; 0 for never"
        ),
        key("cloning.protectionLeaseDurationMinutes", .count, "0", "how long protection lasts by default; 0 for ever"),
        key("cloning.protectionMaxDurationMinutes", .count, "0", "how long protection lasts at most; 0 for no limit"),
        key("cloning.protectionExpiryWarningMinutes", .count, "1440", "how long before its end to warn"),
        key("cloning.maxClones", .count, "0", .ours, "refuse more clones at a time; 0 for no limit"),
        key("cloning.maxClonesPerOwner", .count, "0", .ours, "the same of each owner, see docs/security.md"),
        key(
            "cloning.minPasswordEntropyBits",
            .integer(0...1024),
            "0",
            .ours,
            "refuse weaker passwords of clones; 0 warns only"
        ),
    ]

    static let platform: [ConfigurationKey] = [
        "url", "orgKey", "projectName", "accessToken", "enablePersonalTokens", "enableTelemetry", "bindClonesToUser",
    ].map { key("platform.\($0)", .anything, nil, .ignored, "there is no platform that this engine reports to") }

    static let others: [ConfigurationKey] = [
        key(
            "observer.replacementRules",
            .settings,
            "",
            "what stands in observed statements and errors instead of what these regular expressions match"
        ),
        key("diagnostic.logsRetentionDays", .count, "7", .planned, "how long diagnostic logs are kept"),
        key("webhooks.hooks[].url", .text, nil, "where to send events, by http or https; a hook's identity"),
        key("webhooks.hooks[].secret", .secret, nil, "shown to the receiver, and the key of the signature"),
        key(
            "webhooks.hooks[].trigger",
            .choices(WebhookTrigger.allCases.map(\.rawValue)),
            nil,
            "the events to send; none if empty"
        ),
    ]
}
