import Postgres

/// What is in one database.
struct DatabaseHygiene {
    let options: HygieneOptions
    let database: String
    let connection: Connection

    /// What it changes and secrets may be in.
    static let catalogs = ["pg_user_mapping", "pg_foreign_server", "pg_proc", "pg_rewrite"]

    /// - Returns: what was found and neutralised, or has to be told.
    func run() async throws -> [Neutralization] {
        var result: [Neutralization] = []
        if options.userMappings { result += try await emptyMappings() + cleanServers() + cleanCode() }
        if options.scheduledJobs { result += try await stopJobs() }
        if options.eventTriggers == .disable { result += try await disableEventTriggers() }
        return result
    }

    func found(_ object: String, _ action: String) -> Neutralization {
        Neutralization("\(object) (database \(database))", action)
    }

    /// The mapping stays, so that migrations find it; what it says does not, since any of it may be a secret.
    private func emptyMappings() async throws -> [Neutralization] {
        try await connection.query(
            """
            UPDATE pg_user_mapping m SET umoptions = NULL FROM pg_foreign_server s
            WHERE s.oid = m.umserver AND m.umoptions IS NOT NULL
            RETURNING CASE m.umuser WHEN 0 THEN 'public' ELSE pg_get_userbyid(m.umuser) END, s.srvname
            """
        ).map { found("user mapping of \($0.text(0)) for server \($0.text(1))", "its user and password removed") }
    }

    /// Some wrappers keep secrets with the server.
    private func cleanServers() async throws -> [Neutralization] {
        try await connection.query(
            """
            UPDATE pg_foreign_server s
            SET srvoptions = (SELECT array_agg(o) FROM unnest(srvoptions) AS o WHERE split_part(o, '=', 1) !~* \(Self.secret))
            WHERE EXISTS (SELECT FROM unnest(srvoptions) AS o WHERE split_part(o, '=', 1) ~* \(Self.secret))
            RETURNING s.srvname
            """
        ).map { found("foreign server \($0.text(0))", "its secret options removed") }
    }

    private static let secret = "'pass|secret|token|credential|private_?key|access_?key|api_?key'"

    private func disableEventTriggers() async throws -> [Neutralization] {
        try await connection.query(
            "UPDATE pg_event_trigger SET evtenabled = 'D' WHERE evtenabled <> 'D' RETURNING evtname"
        ).map { found("event trigger \($0.text(0))", "disabled") }
    }
}

// MARK: Jobs

extension DatabaseHygiene {
    /// A table in which a scheduler finds its work.
    private struct Schedule {
        let table: String
        /// Whether the work is to be done.
        let flag: String
        /// The extension that the table is of; `nil` if its scheduler is none.
        let `extension`: String?
        let name: String
    }

    private static let schedules = [
        Schedule(table: "cron.job", flag: "active", extension: "pg_cron", name: "pg_cron"),
        Schedule(table: "pgagent.pga_job", flag: "jobenabled", extension: "pgagent", name: "pgAgent"),
        Schedule(table: "timetable.chain", flag: "live", extension: nil, name: "pg_timetable"),
    ]

    private func stopJobs() async throws -> [Neutralization] {
        var result: [Neutralization] = []
        for schedule in Self.schedules where try await isThere(schedule) {
            try await checkTriggers(of: schedule)
            let rows = try await connection.query(
                "UPDATE \(schedule.table) SET \(schedule.flag) = false WHERE \(schedule.flag) RETURNING 1"
            )
            if !rows.isEmpty { result.append(found("\(rows.count) jobs of \(schedule.name)", "switched off")) }
        }
        return result
    }

    /// Not what somebody only called so.
    private func isThere(_ schedule: Schedule) async throws -> Bool {
        let rows = try await connection.query(
            """
            SELECT 1 FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid
            WHERE c.oid = to_regclass($1) AND c.relkind = 'r' AND a.attname = $2 AND a.atttypid = 'bool'::regtype
                AND ($3 = '' OR EXISTS (SELECT FROM pg_extension WHERE extname = $3))
            """,
            [schedule.table, schedule.flag, schedule.extension ?? ""]
        )
        return !rows.isEmpty
    }

    /// Usual triggers and rules do not act in the engine's sessions; these would, with its rights.
    private func checkTriggers(of schedule: Schedule) async throws {
        let rows = try await connection.query(
            """
            SELECT tgname FROM pg_trigger WHERE tgrelid = to_regclass($1) AND tgenabled IN ('A', 'R')
            UNION ALL
            SELECT rulename FROM pg_rewrite WHERE ev_class = to_regclass($1) AND ev_enabled IN ('A', 'R')
            """,
            [schedule.table]
        )
        guard let name = rows.first?.text(0) else { return }
        throw EngineError(
            .failedPrecondition,
            "hygiene: \(schedule.table) in database \(database) has the trigger or rule \(name), which would run with the "
                + "engine's rights",
            hint:
                "Make it a usual one (ENABLE TRIGGER), or leave jobs as they are by retrieval.hygiene.scheduledJobs: false."
        )
    }
}
