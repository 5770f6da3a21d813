/// `options` of the job `physicalRestore`.
package struct PhysicalRestoreOptions: Codable, Hashable, Sendable {
    package var tool: Program?
    /// The server of production, for `pg_basebackup` and for a standby that streams.
    package var source: SourceOptions?
    /// Variables of the tool, and of a server that fetches its log by it.
    package var envs: [String: Scalar]?
    package var pgBasebackup: BaseBackupOptions?
    package var pgbackrest: BackRestOptions?
    package var walg: WALGOptions?
    package var customTool: CustomToolOptions?
    package var sync: SyncOptions?

    /// What copies the files of production.
    package enum Program: String, Codable, Sendable {
        case pgBasebackup = "pg_basebackup"
        case pgbackrest, walg, customTool
    }

    package init(
        tool: Program? = nil,
        source: SourceOptions? = nil,
        envs: [String: Scalar]? = nil,
        pgBasebackup: BaseBackupOptions? = nil,
        pgbackrest: BackRestOptions? = nil,
        walg: WALGOptions? = nil,
        customTool: CustomToolOptions? = nil,
        sync: SyncOptions? = nil
    ) {
        self.tool = tool
        self.source = source
        self.envs = envs
        self.pgBasebackup = pgBasebackup
        self.pgbackrest = pgbackrest
        self.walg = walg
        self.customTool = customTool
        self.sync = sync
    }
}

/// `pgBasebackup` of the job `physicalRestore`.
package struct BaseBackupOptions: Codable, Hashable, Sendable {
    /// A replication slot of ours, so that production keeps the log that we have not got yet.
    package var slot: String?
    /// `fast`, or `spread` for a checkpoint that takes its time.
    package var checkpoint: String?
    /// The most that is read from production in a second, as `pg_basebackup` takes it.
    package var maxRate: String?

    package init(slot: String? = nil, checkpoint: String? = nil, maxRate: String? = nil) {
        self.slot = slot
        self.checkpoint = checkpoint
        self.maxRate = maxRate
    }
}

/// `pgbackrest` of the job `physicalRestore`.
package struct BackRestOptions: Codable, Hashable, Sendable {
    package var stanza: String?
    package var delta: Bool?

    package init(stanza: String? = nil, delta: Bool? = nil) {
        self.stanza = stanza
        self.delta = delta
    }
}

/// `walg` of the job `physicalRestore`.
package struct WALGOptions: Codable, Hashable, Sendable {
    package var backupName: String?

    package init(backupName: String? = nil) { self.backupName = backupName }
}

/// `customTool` of the job `physicalRestore`.
package struct CustomToolOptions: Codable, Hashable, Sendable {
    /// A program with its arguments; no shell reads it.
    package var command: String?
    /// What PostgreSQL itself runs to fetch a file of the log.
    package var restore_command: String?

    package init(command: String? = nil, restore_command: String? = nil) {
        self.command = command
        self.restore_command = restore_command
    }
}

/// `sync` of the job `physicalRestore`.
package struct SyncOptions: Codable, Hashable, Sendable {
    package var enabled: Bool?
    package var healthCheck: HealthCheckOptions?
    /// Settings of the standby.
    package var configs: [String: Scalar]?

    package init(enabled: Bool? = nil, healthCheck: HealthCheckOptions? = nil, configs: [String: Scalar]? = nil) {
        self.enabled = enabled
        self.healthCheck = healthCheck
        self.configs = configs
    }
}

/// How often a server is looked at, and how many looks in vain are borne.
package struct HealthCheckOptions: Codable, Hashable, Sendable {
    /// Seconds.
    package var interval: Int?
    package var maxRetries: Int?

    package init(interval: Int? = nil, maxRetries: Int? = nil) {
        self.interval = interval
        self.maxRetries = maxRetries
    }
}
