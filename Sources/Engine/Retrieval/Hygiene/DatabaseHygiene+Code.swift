import Postgres

/// Connection strings in functions and views, as `dblink` takes them.
extension DatabaseHygiene {
    /// Passwords that stand there are removed; where one is put together, or kept with the data, that is told.
    func cleanCode() async throws -> [Neutralization] {
        let functions = try await connection.query(
            """
            UPDATE pg_proc p SET prosrc = \(Self.cleaned("prosrc"))
            WHERE \(Self.isOurs("p", in: "pg_proc")) AND \(Self.holds("prosrc")) AND prosrc <> \(Self.cleaned("prosrc"))
            RETURNING 'function ' || p.oid::regprocedure
            """
        )
        let views = try await connection.query(
            """
            SELECT 'view ' || c.oid::regclass, format('CREATE OR REPLACE VIEW %s%s AS %s', c.oid::regclass,
                ' WITH (' || array_to_string(c.reloptions, ', ') || ')', \(Self.cleaned("pg_get_viewdef(c.oid)")))
            FROM pg_class c
            WHERE c.relkind = 'v' AND \(Self.isOurs("c", in: "pg_class")) AND \(Self.holds("pg_get_viewdef(c.oid)"))
                AND pg_get_viewdef(c.oid) <> \(Self.cleaned("pg_get_viewdef(c.oid)"))
            """
        )
        if !views.isEmpty {
            let silence = try await EventTriggerSilence.begin(connection)
            for view in views { try await connection.execute(view.text(1)) }
            try await silence.end(connection)
        }
        return (functions + views).map { found($0.text(0), "the password in it removed") } + (try await secretsLeft())
    }

    private func secretsLeft() async throws -> [Neutralization] {
        try await connection.query(
            """
            SELECT 'function ' || p.oid::regprocedure FROM pg_proc p
            WHERE \(Self.isOurs("p", in: "pg_proc")) AND \(Self.holds("prosrc"))
            UNION ALL SELECT 'view ' || c.oid::regclass FROM pg_class c
            WHERE c.relkind IN ('v', 'm') AND \(Self.isOurs("c", in: "pg_class")) AND \(Self.holds("pg_get_viewdef(c.oid)"))
            ORDER BY 1
            """
        ).map { found($0.text(0), "left as it is, though a password seems to be in it") }
    }

    /// Neither PostgreSQL's nor an extension's.
    private static func isOurs(_ row: String, in catalog: String) -> String {
        """
        \(row).oid >= 16384 AND NOT EXISTS (SELECT FROM pg_depend d
            WHERE d.classid = '\(catalog)'::regclass AND d.objid = \(row).oid AND d.deptype = 'e')
        """
    }

    /// Whether it looks like a connection string with a password that was not removed.
    private static func holds(_ text: String) -> String {
        "\(text) ~* '(host|hostaddr|dbname|service)\\s*=' AND \(text) ~* 'password\\s*=\\s*(?!\(removed)\\M)'"
    }

    /// With what follows `password =`: a word, or what stands in quotes, which may be doubled in a literal.
    private static func cleaned(_ text: String) -> String {
        "regexp_replace(\(text), '(password\\s*=\\s*)(?:(''{1,2})[^''\\n]{0,200}\\2|[^\\s''\",;)|]+)', '\\1\(removed)', 'gi')"
    }

    private static let removed = "removed"
}
