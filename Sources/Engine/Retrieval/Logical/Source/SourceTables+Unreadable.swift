import Postgres

extension SourceTables {
    /// What this role may not read: without help, `pg_dump` would end at the first such thing.
    func unreadable(user: String) async throws -> Unreadable {
        var result = Unreadable()
        try await collectSchemas(into: &result, user: user)
        try await collectRelations(into: &result, user: user)
        try await collectLargeObjects(into: &result, user: user)
        return result
    }

    private func collectSchemas(into result: inout Unreadable, user: String) async throws {
        let rows = try await snapshot.connection.query(
            """
            SELECT nspname FROM pg_catalog.pg_namespace n
            WHERE nspname !~ '^pg_' AND nspname <> 'information_schema'
                AND NOT pg_catalog.has_schema_privilege(oid, 'USAGE')
                AND EXISTS (SELECT FROM pg_catalog.pg_class WHERE relnamespace = n.oid AND relkind IN ('r', 'p'))
            ORDER BY 1
            """
        )
        for case let name? in rows.map({ $0[0] }) {
            result.schemas.append(try quoteIdentifier(name))
            result.omissions.append(
                Omission(object: "schema \(name)", reason: "role \(user) has no USAGE on it at the source")
            )
        }
    }

    private func collectRelations(into result: inout Unreadable, user: String) async throws {
        let rows = try await snapshot.connection.query(
            """
            SELECT n.nspname, c.relname, c.relkind, pg_catalog.has_table_privilege(c.oid, 'SELECT'),
                c.relkind IN ('r', 'p') AND pg_catalog.row_security_active(c.oid)
            FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
            WHERE c.relkind IN ('r', 'p', 'S') AND c.relpersistence <> 't'
                AND n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
                AND pg_catalog.has_schema_privilege(n.oid, 'USAGE')
                AND (NOT pg_catalog.has_table_privilege(c.oid, 'SELECT')
                    OR (c.relkind IN ('r', 'p') AND pg_catalog.row_security_active(c.oid)))
            ORDER BY 1, 2
            """
        )
        for row in rows {
            guard let schema = row[0], let name = row[1] else { continue }
            let pattern = try "\(quoteIdentifier(schema)).\(quoteIdentifier(name))"
            result.add(schema + "." + name, pattern: pattern, kind: row[2] ?? "r", mayRead: row[3] == "t", user: user)
        }
    }

    private func collectLargeObjects(into result: inout Unreadable, user: String) async throws {
        let rows = try await snapshot.connection.query(
            """
            SELECT pg_catalog.count(*) FROM pg_catalog.pg_largeobject_metadata m
            WHERE NOT EXISTS (
                SELECT FROM pg_catalog.aclexplode(coalesce(m.lomacl, pg_catalog.acldefault('L', m.lomowner))) a
                WHERE a.privilege_type = 'SELECT' AND (a.grantee = 0 OR pg_catalog.pg_has_role(a.grantee, 'USAGE')))
                AND NOT (SELECT rolsuper FROM pg_catalog.pg_roles WHERE rolname = current_user)
            """
        )
        guard let count = rows.first?.first.flatMap({ $0.flatMap { Int($0) } }), count > 0 else { return }
        result.hasLargeObjects = true
        result.omissions.append(
            Omission(object: "all large objects", reason: "role \(user) may not read \(count) of them at the source")
        )
    }
}

extension SourceTables.Unreadable {
    fileprivate mutating func add(_ name: String, pattern: String, kind: String, mayRead: Bool, user: String) {
        switch (kind, mayRead) {
        case ("S", _):
            tableData.append(pattern)
            omissions.append(Omission(object: "position of sequence \(name)", reason: "role \(user) may not read it"))
        case (_, false):
            tables.append(pattern)
            omissions.append(Omission(object: "table \(name)", reason: "role \(user) may not read it at the source"))
        case (_, true):
            tableData.append(pattern)
            omissions.append(
                Omission(
                    object: "rows of table \(name)",
                    reason: "row-level security hides some of them from role \(user); give it BYPASSRLS"
                )
            )
        }
    }
}
