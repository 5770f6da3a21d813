import Postgres

/// Settings of a server that replays the log of production.
struct PhysicalSettings: Sendable {
    /// What the data say about themselves.
    let control: ControlData
    let major: Int

    /// A standby stops where its limits are below those of the server that wrote the log.
    var required: [String: String] {
        var result: [String: String] = [:]
        for (name, value) in control.requiredSettings {
            guard let name = Self.names[name] else { continue }
            result[name] = String(max(value, Self.minimum[name] ?? 0))
        }
        return result
    }

    /// By the names that `pg_controldata` prints.
    private static let names = [
        "max_connections": "max_connections", "max_worker_processes": "max_worker_processes",
        "max_wal_senders": "max_wal_senders", "max_prepared_xacts": "max_prepared_transactions",
        "max_locks_per_xact": "max_locks_per_transaction",
    ]
    private static let minimum = ["max_connections": 100, "max_worker_processes": 8]

    /// Of every server on production's data: it neither writes to production's archive nor draws from its publishers.
    var quiet: [String: String] {
        [
            "wal_level": "replica", "hot_standby": "on", "archive_mode": "off", "archive_command": "",
            "recovery_target_timeline": "latest", "synchronous_standby_names": "",
            "max_logical_replication_workers": "0", "ssl": "off", "huge_pages": "off",
            "wal_retrieve_retry_interval": "1s", "log_checkpoints": "off",
        ]
    }

    /// Of the copy that becomes a primary, and is thrown away if it fails.
    func promotion(memory: Int, processors: Int, restoreCommand: String, configs: [String: Scalar]) -> [String: String]
    {
        var result = RestoreSettings(memory: memory, processors: processors).settings(major: major, configs: [:])
        if major < 13 { result["wal_skip_threshold"] = nil }
        for (name, value) in quiet.merging(required, uniquingKeysWith: { $1 }) { result[name] = value }
        result["restore_command"] = restoreCommand
        for (name, value) in configs { result[name] = value.text }
        return result
    }
}
