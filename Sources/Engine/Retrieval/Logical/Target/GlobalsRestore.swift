import Postgres

/// Makes roles and databases of the source in a new cluster, as far as possible.
struct GlobalsRestore: Sendable {
    let server: TargetServer
    let globals: SourceGlobals

    private var work: RefreshWork { server.work }

    /// Roles first, then memberships; what fails is reported, never silent.
    func restoreRoles() async throws {
        let connection = try await server.connection()
        for role in globals.roles { try await restore(role, connection) }
        await connection.close()
    }

    /// Settings and memberships, once roles and databases exist.
    func restoreStatements(databases: Set<String>) async throws {
        let connection = try await server.connection()
        for statement in globals.statements { try await attempt(statement.object, statement.sql, connection) }
        for database in globals.databases where databases.contains(database.name) {
            for grant in database.grants {
                try await attempt("privilege on database \(database.name)", grant, connection)
            }
        }
        await connection.close()
    }

    /// Makes one database with the source's encoding and locale, or the nearest that this machine knows.
    func createDatabase(_ database: SourceDatabase) async throws {
        let connection = try await server.connection(database: "template1")
        let name = try quoteIdentifier(database.name)
        // Those that initdb made have its own locale.
        try await connection.execute("DROP DATABASE IF EXISTS \(name)")
        try await create(database, name, connection)
        try await attempt(
            "owner of database \(database.name)",
            "ALTER DATABASE \(name) OWNER TO \(try quoteIdentifier(database.owner))",
            connection
        )
        if database.connectionLimit > 0 {
            try await connection.execute("ALTER DATABASE \(name) CONNECTION LIMIT \(database.connectionLimit)")
        }
        if let comment = database.comment {
            try await connection.execute("COMMENT ON DATABASE \(name) IS \(try quoteLiteral(comment))")
        }
        if !database.grants.isEmpty { try await connection.execute("REVOKE ALL ON DATABASE \(name) FROM PUBLIC") }
        await connection.close()
    }

    private func create(_ database: SourceDatabase, _ name: String, _ connection: Connection) async throws {
        let statement =
            "CREATE DATABASE \(name) TEMPLATE template0 \(try fast)ENCODING \(try quoteLiteral(database.encoding)) "
        do {
            try await connection.execute(statement + locale(of: database))
        } catch let error as PostgresError where !error.isConnectionFailure {
            let fallback = database.encoding == "UTF8" ? "C.UTF-8" : "C"
            work.leaveOut(
                Omission(
                    object: "locale \(database.collation) of database \(database.name)",
                    reason: "\(error.message); \(fallback) is used (install the locale to keep sort orders)"
                )
            )
            try await connection.execute(statement + "LC_COLLATE '\(fallback)' LC_CTYPE '\(fallback)'")
        }
    }

    /// Copying the template file by file writes no log.
    private var fast: String {
        get throws { server.installation.major >= 15 ? "STRATEGY file_copy " : "" }
    }

    private func locale(of database: SourceDatabase) throws -> String {
        var words =
            "LC_COLLATE \(try quoteLiteral(database.collation)) LC_CTYPE \(try quoteLiteral(database.characterType))"
        if let locale = database.providerLocale {
            let provider = database.provider == "b" ? "builtin LOCALE" : "icu ICU_LOCALE"
            words += " LOCALE_PROVIDER \(provider) \(try quoteLiteral(locale))"
        }
        return words
    }

    private func restore(_ role: SourceRole, _ connection: Connection) async throws {
        let name = try quoteIdentifier(role.name)
        if role.name != server.settings.superuser {
            try await attempt("role \(role.name)", "CREATE ROLE \(name)", connection)
            let attributes = role.attributes.joined(separator: " ")
            try await attempt("attributes of role \(role.name)", "ALTER ROLE \(name) \(attributes)", connection)
        }
        if let verifier = role.verifier {
            let sql = "ALTER ROLE \(name) PASSWORD \(try quoteLiteral(verifier))"
            try await attempt("password of role \(role.name)", sql, connection)
        }
        if let comment = role.comment {
            let sql = "COMMENT ON ROLE \(name) IS \(try quoteLiteral(comment))"
            try await attempt("comment on role \(role.name)", sql, connection)
        }
    }

    private func attempt(_ object: String, _ sql: String, _ connection: Connection) async throws {
        do {
            try await connection.execute(sql)
        } catch let error as PostgresError where !error.isConnectionFailure {
            work.leaveOut(Omission(object: object, reason: error.message))
        }
    }
}
