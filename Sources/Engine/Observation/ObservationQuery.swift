/// The statements by which a session looks at a clone.
enum ObservationQuery {
    /// Dangerous locks, and statements in progress, as two JSON arrays; `$1` is the longest harmless time of a lock.
    ///
    /// A table that its own transaction just made is in nobody's way: its row in `pg_class` cannot be seen from here.
    /// How long a lock has been held is not known to PostgreSQL; the age of its transaction is.
    static let sample = """
        SELECT
            (SELECT json_agg(entry ORDER BY entry.duration_seconds DESC) FROM (
                SELECT l.pid, a.usename AS "user", a.application_name, l.relation::regclass::text AS relation, l.mode,
                    a.state, left(a.query, 1000) AS query,
                    round(extract(epoch FROM clock_timestamp() - a.xact_start)::numeric, 3) AS duration_seconds
                FROM pg_locks l
                JOIN pg_stat_activity a ON a.pid = l.pid
                JOIN pg_class c ON c.oid = l.relation
                JOIN pg_namespace n ON n.oid = c.relnamespace
                WHERE l.locktype = 'relation' AND l.granted AND l.mode = 'AccessExclusiveLock'
                    AND l.database = (SELECT oid FROM pg_database WHERE datname = current_database())
                    AND n.nspname !~ '^pg_(toast|temp)' AND a.application_name <> 'dblab engine'
                    AND clock_timestamp() - a.xact_start > make_interval(secs => $1::float8)
                ORDER BY a.xact_start LIMIT 20) entry),
            (SELECT json_agg(entry ORDER BY entry.seconds DESC) FROM (
                SELECT pid, usename AS "user", datname AS database, left(query, 1000) AS query,
                    query_start::text AS started_at, wait_event,
                    round(extract(epoch FROM clock_timestamp() - query_start)::numeric, 3) AS seconds
                FROM pg_stat_activity
                WHERE state = 'active' AND backend_type = 'client backend' AND query_start IS NOT NULL
                    AND application_name <> 'dblab engine'
                ORDER BY query_start LIMIT 20) entry)
        """

    static let databaseSize = "SELECT pg_database_size(current_database())"

    /// Whether a relation of the system catalog exists in this version.
    static let exists = "SELECT to_regclass('pg_catalog.' || $1) IS NOT NULL"

    /// The schema of an extension, if it is in this database and its library is loaded.
    static let schemaOfExtension = """
        SELECT quote_ident(nspname) FROM pg_extension JOIN pg_namespace n ON n.oid = extnamespace
        WHERE extname = $1 AND $1 = ANY (regexp_split_to_array(current_setting('shared_preload_libraries'), '[\\s,"]+'))
        """

    /// The tables with their sizes; those locked exclusively are left out, since their size would be waited for.
    static let objectSizes = """
        SELECT coalesce(nullif(nspname, 'public') || '.', '') || relname AS "table", reltuples::float8 AS row_estimate,
            pg_total_relation_size(c.oid) AS total_size_bytes,
            pg_total_relation_size(c.oid) - pg_indexes_size(c.oid) - coalesce(pg_total_relation_size(nullif(reltoastrelid, 0)), 0)
                AS table_size_bytes,
            pg_indexes_size(c.oid) AS indexes_size_bytes,
            coalesce(pg_total_relation_size(nullif(reltoastrelid, 0)), 0) AS toast_size_bytes
        FROM pg_class c JOIN pg_namespace n ON n.oid = relnamespace
        WHERE relkind = 'r' AND nspname <> 'information_schema' AND nspname !~ '^pg_temp'
            AND NOT EXISTS (SELECT FROM pg_locks WHERE relation = c.oid AND mode = 'AccessExclusiveLock' AND granted)
        ORDER BY c.relpages DESC
        """

    static let objectSizeSums = """
        SELECT count(*), coalesce(sum(greatest(row_estimate, 0)), 0)::bigint, coalesce(sum(total_size_bytes), 0)::bigint,
            coalesce(sum(table_size_bytes), 0)::bigint, coalesce(sum(indexes_size_bytes), 0)::bigint,
            coalesce(sum(toast_size_bytes), 0)::bigint
        FROM (\(objectSizes)) t
        """

    /// A query's rows as one JSON array, at most so many of them.
    static func json(_ query: String, rows: Int) -> String {
        "SELECT coalesce(json_agg(row_to_json(t)), '[]')::text FROM (\(query) LIMIT \(rows)) t"
    }
}
