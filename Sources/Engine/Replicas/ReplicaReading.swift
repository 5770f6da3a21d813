package import FoundationEssentials
import Postgres

/// What a standby tells of itself.
package struct ReplicaReading: Equatable, Sendable {
    package var isInRecovery = true
    /// The last position in the log that was replayed.
    package var position: String?
    /// When the last transaction that was replayed was committed.
    package var replayedAt: Date?
    /// Which transactions the data show, as PostgreSQL writes a snapshot of them down.
    package var visible: String?
    /// Whether log comes from the source at this moment.
    package var isStreaming = false
    /// Bytes of log that the source has written, and the standby not replayed; as far as it is known.
    package var lagBytes: Int?
    package var startedAt: Date?
    /// Whether replay stands still.
    package var isPaused = false
    /// The file of the log with the last position; the standby waits for it, or for the next one.
    package var awaitedFile: LogFile?

    package init() {}

    /// Seconds behind the source.
    package func lagSeconds(at now: Date) -> Int {
        if isStreaming, lagBytes == 0 { return 0 }
        return replayedAt.map { max(0, Int(now.timeIntervalSince($0))) } ?? 0
    }

    init(of connection: Connection) async throws {
        let rows = try await connection.query(Self.query)
        guard let row = rows.first, row.count == 10 else { return }
        isInRecovery = row[0] == "t"
        position = row[1]
        replayedAt = row[2].flatMap { Double($0) }.map { Date(timeIntervalSince1970: $0) }
        visible = row[3]
        isStreaming = row[4] == "streaming"
        lagBytes = row[5].flatMap { Double($0) }.map { max(0, Int($0)) }
        startedAt = row[6].flatMap { Double($0) }.map { Date(timeIntervalSince1970: $0) }
        isPaused = row[7] == "t"
        awaitedFile = LogFile(position: row[1] ?? "", timeline: row[8] ?? "", size: row[9] ?? "")
    }

    private static let query = """
        SELECT pg_is_in_recovery(),
            pg_last_wal_replay_lsn(),
            extract(epoch FROM pg_last_xact_replay_timestamp())::float8,
            txid_current_snapshot(),
            (SELECT status FROM pg_stat_wal_receiver),
            pg_wal_lsn_diff(
                greatest((SELECT latest_end_lsn FROM pg_stat_wal_receiver), pg_last_wal_receive_lsn()),
                pg_last_wal_replay_lsn()
            ),
            extract(epoch FROM pg_postmaster_start_time())::float8,
            CASE WHEN pg_is_in_recovery() THEN pg_is_wal_replay_paused() END,
            (SELECT greatest(timeline_id, min_recovery_end_timeline) FROM pg_control_checkpoint(), pg_control_recovery()),
            (SELECT setting FROM pg_settings WHERE name = 'wal_segment_size')
        """
}
