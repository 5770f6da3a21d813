import Postgres

/// Makes the user of a clone in its server.
struct CloneProvisioning: Sendable {
    let clone: Clone
    let administrator: Administrator

    func run() async throws {
        let databases = try await inClonesDatabase { connection in
            try await createRole(by: connection)
            return clone.isRestricted ? try await Self.databases(by: connection) : []
        }
        guard clone.isRestricted else { return }
        for database in databases {
            try await administrator.connected(to: database) { connection in
                try await connection.execute(Ownership.transferStatement(to: clone.username))
            }
        }
    }

    private func inClonesDatabase<Value: Sendable>(_ body: (Connection) async throws -> Value) async throws -> Value {
        do {
            return try await administrator.connected(body)
        } catch let error as PostgresError where error.sqlState == "3D000" {
            throw EngineError(
                .failedPrecondition,
                "database \"\(administrator.database)\" does not exist in snapshot \(clone.snapshot)",
                hint: "Create the clone with a db_name that is there."
            )
        }
    }

    /// Makes the user once more if it is not there, as after a power loss before the first commit.
    ///
    /// It is looked for in `template1`: the clone's user may have dropped any other database.
    func runIfMissing() async throws {
        let isThere = try await administrator.connected(to: "template1") { try await hasRole(by: $0) }
        if !isThere { try await run() }
    }

    private func hasRole(by connection: Connection) async throws -> Bool {
        try await !connection.query("SELECT 1 FROM pg_roles WHERE rolname = $1", [clone.username]).isEmpty
    }

    private func createRole(by connection: Connection) async throws {
        let power = clone.isRestricted ? "NOSUPERUSER" : "SUPERUSER"
        let name = try quoteIdentifier(clone.username)
        let options = "ROLE \(name) LOGIN \(power) VALID UNTIL 'infinity'"
        // In the same transaction, and not as an option: for that the server would try whether it is the verifier of an
        // empty password, which takes it the 4,096 rounds of a login.
        let password = """
            UPDATE pg_authid SET rolpassword = \(try quoteLiteral(clone.verifier))
            WHERE rolname = \(try quoteLiteral(clone.username))
            """
        // Tried first, since looking for the role takes longer than making it.
        do {
            try await connection.execute("CREATE \(options); \(password)")
        } catch let error as PostgresError where error.sqlState == "42710" {
            try await connection.execute("ALTER \(options); \(password)")
        }
    }

    private static func databases(by connection: Connection) async throws -> [String] {
        try await connection.query(
            "SELECT datname FROM pg_database WHERE datallowconn AND NOT datistemplate ORDER BY datname"
        ).compactMap { $0.first ?? nil }
    }
}
