import FoundationEssentials
import Postgres

/// Reads what a source holds besides schemas and rows, with no more rights than any login has.
///
/// `pg_authid` is never needed: managed services close it.
struct SourceSurvey: Sendable {
    let connection: Connection
    /// Whether password verifiers are wanted, where they may be read.
    let keepsPasswords: Bool

    /// - Parameter leaveOut: told what cannot be taken over.
    func globals(leaveOut: (Omission) -> Void) async throws -> SourceGlobals {
        var result = SourceGlobals(
            version: connection.serverVersion,
            databases: try await databases(),
            roles: try await roles(leaveOut: leaveOut),
            statements: try await memberships() + settings()
        )
        result.cluster = result.databases.first { $0.name == "postgres" } ?? result.databases.first
        return result
    }

    /// Databases that hold users' data, as far as this role may enter them.
    private func databases() async throws -> [SourceDatabase] {
        let rows = try await connection.query(Self.databaseQuery(version: connection.serverVersion))
        return rows.compactMap { row in
            guard row.count == 10, let name = row[0] else { return nil }
            return SourceDatabase(
                name: name,
                owner: row[1] ?? "postgres",
                encoding: row[2] ?? "UTF8",
                collation: row[3] ?? "C",
                characterType: row[4] ?? "C",
                provider: row[5] ?? "c",
                providerLocale: row[6],
                connectionLimit: row[7].flatMap { Int($0) } ?? -1,
                comment: row[8],
                grants: row[9].map { $0.split(separator: "\u{1}").map(String.init) } ?? [],
                size: 0
            )
        }
    }

    /// Which databases this role may not enter.
    func closedDatabases() async throws -> Set<String> {
        let rows = try await connection.query(
            """
            SELECT datname FROM pg_catalog.pg_database
            WHERE datallowconn AND NOT datistemplate AND NOT pg_catalog.has_database_privilege(oid, 'CONNECT')
            """
        )
        return Set(rows.compactMap { $0.first ?? nil })
    }

    private static func databaseQuery(version: Int) -> String {
        let provider = version >= 150_000 ? "d.datlocprovider" : "'c'"
        let locale =
            switch version {
            case 170_000...: "d.datlocale"
            case 150_000...: "d.daticulocale"
            default: "NULL"
            }
        return """
            SELECT d.datname, pg_catalog.pg_get_userbyid(d.datdba), pg_catalog.pg_encoding_to_char(d.encoding),
                d.datcollate, d.datctype, \(provider), \(locale), d.datconnlimit,
                pg_catalog.shobj_description(d.oid, 'pg_database'),
                (SELECT pg_catalog.string_agg(pg_catalog.format('GRANT %s ON DATABASE %I TO %s%s', a.privilege_type, d.datname,
                        CASE a.grantee WHEN 0 THEN 'PUBLIC' ELSE pg_catalog.quote_ident(pg_catalog.pg_get_userbyid(a.grantee)) END,
                        CASE WHEN a.is_grantable THEN ' WITH GRANT OPTION' ELSE '' END), E'\\x01')
                    FROM pg_catalog.aclexplode(d.datacl) a)
            FROM pg_catalog.pg_database d WHERE d.datallowconn AND NOT d.datistemplate ORDER BY d.datname
            """
    }
}

extension SourceSurvey {
    private func roles(leaveOut: (Omission) -> Void) async throws -> [SourceRole] {
        let verifiers = try await verifiers(leaveOut: leaveOut)
        let rows = try await connection.query(
            """
            SELECT rolname, rolsuper, rolinherit, rolcreaterole, rolcreatedb, rolcanlogin, rolreplication, rolbypassrls,
                rolconnlimit, pg_catalog.shobj_description(oid, 'pg_authid')
            FROM pg_catalog.pg_roles WHERE rolname !~ '^pg_' ORDER BY rolname
            """
        )
        return rows.compactMap { row in
            guard row.count == 10, let name = row[0] else { return nil }
            let words = ["SUPERUSER", "INHERIT", "CREATEROLE", "CREATEDB", "LOGIN", "REPLICATION", "BYPASSRLS"]
            var attributes = zip(words, row[1...7]).map { word, value in value == "t" ? word : "NO" + word }
            attributes.append("CONNECTION LIMIT \(row[8].flatMap { Int($0) } ?? -1)")
            return SourceRole(name: name, attributes: attributes, comment: row[9], verifier: verifiers[name])
        }
    }

    private func verifiers(leaveOut: (Omission) -> Void) async throws -> [String: String] {
        guard keepsPasswords else { return [:] }
        do {
            let rows = try await connection.query(
                "SELECT rolname, rolpassword FROM pg_catalog.pg_authid WHERE rolpassword IS NOT NULL"
            )
            return Dictionary(rows.map { ($0[0] ?? "", $0[1] ?? "") }) { first, _ in first }
        } catch let error as PostgresError where error.sqlState == "42501" {
            leaveOut(Omission(object: "passwords of roles", reason: "pg_authid of the source may not be read"))
            return [:]
        }
    }

    private func memberships() async throws -> [SourceStatement] {
        let rows = try await connection.query(
            """
            SELECT pg_catalog.format('GRANT %I TO %I%s', r.rolname, m.rolname,
                    CASE WHEN a.admin_option THEN ' WITH ADMIN OPTION' ELSE '' END), r.rolname, m.rolname
            FROM pg_catalog.pg_auth_members a JOIN pg_catalog.pg_roles r ON r.oid = a.roleid
                JOIN pg_catalog.pg_roles m ON m.oid = a.member
            WHERE m.rolname !~ '^pg_' ORDER BY 1
            """
        )
        return rows.compactMap { row in
            row[0].map { SourceStatement(object: "membership of \(row[2] ?? "") in \(row[1] ?? "")", sql: $0) }
        }
    }

    /// Settings of roles, of databases and of roles in databases.
    private func settings() async throws -> [SourceStatement] {
        let rows = try await connection.query(
            """
            SELECT d.datname, r.rolname, c.setting
            FROM pg_catalog.pg_db_role_setting s CROSS JOIN LATERAL pg_catalog.unnest(s.setconfig) AS c (setting)
                LEFT JOIN pg_catalog.pg_database d ON d.oid = s.setdatabase
                LEFT JOIN pg_catalog.pg_roles r ON r.oid = s.setrole
            WHERE (s.setdatabase = 0 OR (d.datallowconn AND NOT d.datistemplate))
                AND (s.setrole = 0 OR r.rolname !~ '^pg_')
            ORDER BY 1, 2, 3
            """
        )
        return try rows.compactMap { row in
            guard let setting = row[2], let equals = setting.firstIndex(of: "=") else { return nil }
            return try Self.settingStatement(
                database: row[0],
                role: row[1],
                name: String(setting[..<equals]),
                value: String(setting[setting.index(after: equals)...])
            )
        }
    }

    private static func settingStatement(
        database: String?,
        role: String?,
        name: String,
        value: String
    ) throws -> SourceStatement {
        let words = try "SET \(quoteSettingName(name)) TO \(settingValue(name, value))"
        guard let role else {
            guard let database else {
                return SourceStatement(object: "setting \(name) of all roles", sql: "ALTER ROLE ALL \(words)")
            }
            let sql = try "ALTER DATABASE \(quoteIdentifier(database)) \(words)"
            return SourceStatement(object: "setting \(name) of database \(database)", sql: sql)
        }
        let place = try database.map { "IN DATABASE \(try quoteIdentifier($0)) " } ?? ""
        return SourceStatement(
            object: "setting \(name) of role \(role)",
            sql: try "ALTER ROLE \(quoteIdentifier(role)) \(place)\(words)"
        )
    }

    private static func quoteSettingName(_ name: String) throws -> String {
        try name.split(separator: ".").map { try quoteIdentifier(String($0)) }.joined(separator: ".")
    }

    /// Lists are stored as lists: quoted as one string they would become one name.
    private static func settingValue(_ name: String, _ value: String) throws -> String {
        guard listSettings.contains(name.lowercased()) else { return try quoteLiteral(value) }
        return try SettingList(parsing: value).elements.map { try quoteLiteral($0) }.joined(separator: ", ")
    }

    private static let listSettings: Set = [
        "search_path", "temp_tablespaces", "session_preload_libraries", "local_preload_libraries",
        "DateStyle".lowercased(),
    ]
}
