/// What is kept of a session, one JSON file each.
package enum ArtifactType: String, CaseIterable, Sendable {
    case statStatements = "pg_stat_statements"
    case statUserTables = "pg_stat_user_tables"
    case statDatabase = "pg_stat_database"
    case statBackgroundWriter = "pg_stat_bgwriter"
    case statKernel = "pg_stat_kcache"
    case statAllIndexes = "pg_stat_all_indexes"
    case statAllTables = "pg_stat_all_tables"
    case statIOAllIndexes = "pg_statio_all_indexes"
    case statIOAllTables = "pg_statio_all_tables"
    case statIOAllSequences = "pg_statio_all_sequences"
    case statUserFunctions = "pg_stat_user_functions"
    case statSLRU = "pg_stat_slru"
    case objectsSize = "objects_size"
    case logErrors = "log_errors"
    /// The statements that took longest; not in DBLab.
    case longQueries = "long_queries"

    /// The file's name.
    package var fileName: String { "\(rawValue).json" }

    /// What to ask the server, besides the extensions' views; `nil` for what it is not asked.
    var query: String? {
        switch self {
        case .statDatabase: "SELECT * FROM pg_stat_database WHERE datname = current_database()"
        case .statBackgroundWriter, .statSLRU: "SELECT * FROM \(rawValue)"
        case .statAllIndexes: "SELECT * FROM pg_stat_all_indexes WHERE idx_scan > 0"
        case .statUserFunctions: "SELECT * FROM pg_stat_user_functions WHERE calls > 0"
        case .statIOAllIndexes: "SELECT * FROM pg_statio_all_indexes WHERE idx_blks_read > 0 OR idx_blks_hit > 0"
        case .statIOAllSequences: "SELECT * FROM pg_statio_all_sequences WHERE blks_read > 0 OR blks_hit > 0"
        case .statAllTables, .statUserTables:
            """
            SELECT * FROM \(rawValue)
            WHERE seq_scan > 0 OR idx_scan > 0 OR n_tup_ins > 0 OR n_tup_upd > 0 OR n_tup_del > 0
                OR vacuum_count > 0 OR analyze_count > 0
            """
        case .statIOAllTables:
            """
            SELECT * FROM pg_statio_all_tables
            WHERE heap_blks_read + heap_blks_hit + coalesce(idx_blks_read, 0) + coalesce(idx_blks_hit, 0)
                + coalesce(toast_blks_read, 0) + coalesce(toast_blks_hit, 0) > 0
            """
        case .objectsSize: ObservationQuery.objectSizes
        case .statStatements, .statKernel, .logErrors, .longQueries: nil
        }
    }
}
