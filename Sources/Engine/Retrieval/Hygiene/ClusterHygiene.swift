import Postgres

/// What belongs to no database, or is kept for all of them in one place.
struct ClusterHygiene {
    let options: HygieneOptions
    let connection: Connection

    /// What it changes.
    static let catalogs = ["pg_subscription", "pg_db_role_setting"]

    /// - Returns: what was found and neutralised.
    func run() async throws -> [Neutralization] {
        var result: [Neutralization] = []
        if options.subscriptions { result += try await disableSubscriptions() }
        if options.replicationSlots { result += try await dropSlots() }
        if options.preloadLibraries { result += try await resetLibraries() }
        return result
    }

    /// Neither the publisher nor its slot are asked: both are production's.
    private func disableSubscriptions() async throws -> [Neutralization] {
        try await connection.query(
            """
            UPDATE pg_subscription s SET subenabled = false, subslotname = NULL, subconninfo = ''
            FROM pg_database d
            WHERE d.oid = s.subdbid AND (s.subenabled OR s.subslotname IS NOT NULL OR s.subconninfo <> '')
            RETURNING s.subname, d.datname
            """
        ).map { Neutralization("subscription \($0.text(0)) (database \($0.text(1)))", "disabled, its address removed") }
    }

    private func dropSlots() async throws -> [Neutralization] {
        try await connection.query(
            "SELECT slot_name, pg_drop_replication_slot(slot_name) FROM pg_replication_slots WHERE NOT active"
        ).map { Neutralization("replication slot \($0.text(0))", "dropped") }
    }

    /// Libraries that would be loaded into every session of a role or database.
    private func resetLibraries() async throws -> [Neutralization] {
        let rows = try await connection.query(
            """
            SELECT coalesce(r.rolname, ''), coalesce(d.datname, ''), split_part(entry, '=', 1), entry
            FROM pg_db_role_setting s CROSS JOIN unnest(s.setconfig) AS entry
                LEFT JOIN pg_roles r ON r.oid = s.setrole LEFT JOIN pg_database d ON d.oid = s.setdatabase
            WHERE split_part(entry, '=', 1) IN ('session_preload_libraries', 'local_preload_libraries')
            ORDER BY 1, 2, 3
            """
        )
        for row in rows {
            let target = try Self.target(role: row.text(0), database: row.text(1))
            try await connection.execute("ALTER \(target) RESET \(row.text(2))")
        }
        return rows.map { row in
            let places = [("role", row.text(0)), ("database", row.text(1))].filter { !$0.1.isEmpty }
            let place = places.map { "\($0.0) \($0.1)" }.joined(separator: ", ")
            return Neutralization("setting \(row.text(3)) of \(place.isEmpty ? "all roles" : place)", "reset")
        }
    }

    private static func target(role: String, database: String) throws -> String {
        if role.isEmpty { return database.isEmpty ? "ROLE ALL" : "DATABASE \(try quoteIdentifier(database))" }
        let place = database.isEmpty ? "" : " IN DATABASE \(try quoteIdentifier(database))"
        return "ROLE \(try quoteIdentifier(role))\(place)"
    }
}

extension [String?] {
    /// A column's value; empty for NULL.
    func text(_ column: Int) -> String { self[column] ?? "" }
}
