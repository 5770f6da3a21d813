import FoundationEssentials
import Glibc
import Postgres
import SystemPackage
import Testing
import Tooling

/// A production server in miniature.
struct SourceFixture: Sendable {
    let directory: FilePath
    let installation: PostgresInstallation
    let account: Account?

    var dataDirectory: FilePath { directory.appending("data") }

    func parameters(_ database: String = "postgres") -> ConnectionParameters {
        // A restart may have changed the port.
        let port = PostmasterFile(inDataDirectory: dataDirectory)?.port ?? 5432
        return ConnectionParameters(host: directory.string, port: port, user: "postgres", database: database)
    }

    static func with(
        _ directory: FilePath,
        account: Account?,
        _ body: (SourceFixture) async throws -> Void
    ) async throws {
        try #require(mkdir(directory.string, 0o755) == 0)
        if let account { try #require(chown(directory.string, account.userID, account.groupID) == 0) }
        let fixture = SourceFixture(directory: directory, installation: try await .newest(), account: account)
        try await ClusterInitialization().run(
            in: fixture.dataDirectory,
            installation: fixture.installation,
            account: account
        )
        try await fixture.start()
        var failure: (any Error)?
        do { try await body(fixture) } catch { failure = error }
        try? await fixture.stop()
        if let failure { throw failure }
    }

    func start(_ options: String = "") async throws {
        let all =
            "-c listen_addresses= -c unix_socket_directories=\(directory) -c fsync=off -c wal_level=logical "
            + "-c max_prepared_transactions=0 \(options)"
        let log = directory.appending("log").string
        try await control.run(["start", "-w", "-D", dataDirectory.string, "-l", log, "-o", all])
    }

    func stop() async throws { try await control.run(["stop", "-w", "-m", "immediate", "-D", dataDirectory.string]) }

    /// Runs SQL by psql.
    func execute(_ sql: String, database: String = "postgres") async throws {
        let psql = Tool(
            installation.program("psql").string,
            environment: parameters(database).environment.filter { $0.key != "PGOPTIONS" },
            account: account,
            workingDirectory: "/"
        )
        try await psql.run(["-X", "-q", "-v", "ON_ERROR_STOP=1", "-f", "-"], input: sql)
    }

    private var control: Tool {
        Tool(installation.program("pg_ctl").string, account: account, workingDirectory: "/")
    }
}

/// What tests compare: every row of every table, and the shape of everything.
enum Content {
    static func of(_ parameters: ConnectionParameters) async throws -> [String] {
        let connection = try await Connection(parameters)
        let tables = try await connection.query(
            """
            SELECT format('%I.%I', nspname, relname), relkind::text
            FROM pg_class JOIN pg_namespace n ON n.oid = relnamespace
            WHERE relkind IN ('r', 'm', 'p', 'v', 'S') AND nspname !~ '^pg_' AND nspname <> 'information_schema'
            ORDER BY 1
            """
        )
        var lines: [String] = []
        for row in tables {
            let name = try #require(row[0])
            let sums = try await connection.query(
                row[1] == "S"
                    ? "SELECT last_value, is_called FROM \(name)"
                    : "SELECT count(*), coalesce(sum(hashtextextended(t::text, 0)::numeric), 0) FROM ONLY \(name) t"
            )
            lines.append("\(name) \(row[1] ?? "") \(sums.first ?? [])")
        }
        lines += try await shapes(connection)
        await connection.close()
        return lines
    }

    private static func shapes(_ connection: Connection) async throws -> [String] {
        let rows = try await connection.query(
            """
            SELECT 'index ' || pg_get_indexdef(indexrelid) FROM pg_index WHERE indrelid >= 16384
                AND indrelid NOT IN (SELECT oid FROM pg_class WHERE relnamespace = 'pg_toast'::regnamespace)
            UNION ALL SELECT 'constraint ' || conrelid::regclass || pg_get_constraintdef(oid)
                FROM pg_constraint WHERE conrelid >= 16384
            UNION ALL SELECT 'owner ' || oid::regclass || relowner::regrole FROM pg_class
                WHERE oid >= 16384 AND relkind IN ('r', 'v', 'm', 'p') AND relnamespace <> 'pg_toast'::regnamespace
            UNION ALL SELECT 'acl ' || oid::regclass || relacl::text FROM pg_class WHERE oid >= 16384 AND relacl IS NOT NULL
            UNION ALL SELECT 'policy ' || polname FROM pg_policy
            UNION ALL SELECT 'publication ' || pubname FROM pg_publication
            UNION ALL SELECT 'trigger ' || evtname FROM pg_event_trigger
            UNION ALL SELECT 'extension ' || extname FROM pg_extension
            UNION ALL SELECT 'object ' || loid || md5(string_agg(data, '' ORDER BY pageno)) FROM pg_largeobject GROUP BY loid
            ORDER BY 1
            """
        )
        return rows.compactMap { $0[0] }
    }
}

extension SourceFixture {
    /// From now on everybody but `postgres` needs a password.
    func requirePasswords() throws {
        let rules = "local all postgres trust\nlocal all all scram-sha-256\nhostssl all all all scram-sha-256\n"
        let file = dataDirectory.appending("pg_hba.conf")
        try #require(FileManager.default.createFile(atPath: file.string, contents: Data(rules.utf8)))
        let pid = try #require(PostmasterFile(inDataDirectory: dataDirectory)).processID
        try #require(kill(pid, SIGHUP) == 0)
    }
}

extension SourceFixture {
    /// Gives a directory to the account that programs of the source run as.
    func own(_ path: FilePath) throws {
        if let account { try #require(chown(path.string, account.userID, account.groupID) == 0) }
    }

    /// Runs `pg_dump` for the database `postgres`.
    func dump(_ arguments: [String]) async throws {
        let tool = Tool(
            installation.program("pg_dump").string,
            environment: parameters().environment,
            account: account,
            workingDirectory: "/"
        )
        try await tool.run(arguments)
    }
}
