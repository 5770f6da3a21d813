/// Settings of a server that is being filled: what it loses in a crash is simply made again.
struct RestoreSettings: Sendable {
    /// Bytes.
    let memory: Int
    let processors: Int

    /// By name; `configs` of the user win.
    func settings(major: Int, configs: [String: Scalar]) -> [String: String] {
        var result = fixed
        // More costs more than it saves, since the kernel clears each page first: rows pass through a small ring of buffers,
        // and sorts of this size need one merge up to hundreds of gigabytes.
        result["shared_buffers"] = "\(megabytes(of: 16, atMost: 512))MB"
        result["maintenance_work_mem"] = "\(megabytes(of: 16, atMost: 512))MB"
        result["max_parallel_maintenance_workers"] = String(max(1, processors / 2))
        result["max_parallel_workers"] = String(max(2, processors))
        result["max_worker_processes"] = String(max(8, processors))
        for (name, value) in configs { result[name] = value.text }
        return result
    }

    /// The settings of a server that leaves in `pg_control` what servers of clones would else have to write there first.
    func rehearsal(major: Int, clones: [String: String]) -> [String: String] {
        var own = settings(major: major, configs: [:]).filter { !Self.inControlFile.contains($0.key) }
        // It does next to nothing.
        (own["shared_buffers"], own["wal_buffers"]) = ("16MB", "1MB")
        return own.merging(clones.filter { Self.inControlFile.contains($0.key) }) { $1 }
    }

    /// What a server compares with `pg_control` when it starts, and logs where it differs (XLogReportParameters).
    private static let inControlFile: Set = [
        "wal_level", "wal_log_hints", "max_connections", "max_worker_processes", "max_wal_senders",
        "max_prepared_transactions", "max_locks_per_transaction", "track_commit_timestamp",
    ]

    /// With `wal_level = minimal`, rows copied into a table that the same transaction truncated are not logged.
    private var fixed: [String: String] {
        [
            "fsync": "off", "full_page_writes": "off", "synchronous_commit": "off", "wal_level": "minimal",
            "max_wal_senders": "0", "archive_mode": "off", "wal_compression": "off", "wal_skip_threshold": "0",
            "max_wal_size": "16GB", "min_wal_size": "128MB", "wal_buffers": "64MB", "checkpoint_timeout": "1h",
            "autovacuum": "off", "max_connections": "100", "work_mem": "64MB", "bgwriter_lru_maxpages": "0",
            "jit": "off", "log_min_error_statement": "panic", "log_checkpoints": "off", "logging_collector": "off",
            "statement_timeout": "0", "lock_timeout": "0", "idle_in_transaction_session_timeout": "0",
        ]
    }

    private func megabytes(of share: Int, atMost limit: Int) -> Int {
        min(max(memory / share / (1 << 20), 64), limit)
    }
}
