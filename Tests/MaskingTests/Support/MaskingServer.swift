import FoundationEssentials
import Glibc
import Masking
import Postgres
import SystemPackage
import Testing
import Tooling

/// A server of the newest installed version, to be masked, reached by a Unix socket.
struct MaskingServer: Sendable {
    let directory: FilePath
    let installation: PostgresInstallation

    var dataDirectory: FilePath { directory.appending("data") }

    static let account: Account? = Account.processIsRoot ? Account(named: "postgres") : nil

    func parameters(_ database: String = "postgres") -> ConnectionParameters {
        ConnectionParameters(host: directory.string, user: "postgres", database: database)
    }

    func connect(_ database: String = "postgres") async throws -> Connection {
        try await Connection(MaskingSession.parameters(parameters(database)))
    }

    static func with(_ body: (MaskingServer) async throws -> Void) async throws {
        let directory = FilePath("/tmp/dblab-masking-\(UUID().uuidString.prefix(8))")
        try #require(mkdir(directory.string, 0o700) == 0)
        defer { try? FileManager.default.removeItem(atPath: directory.string) }
        if let account { try #require(chown(directory.string, account.userID, account.groupID) == 0) }
        let server = MaskingServer(directory: directory, installation: try await .newest())
        try await ClusterInitialization().run(
            in: server.dataDirectory,
            installation: server.installation,
            account: account
        )
        try await server.start()
        var failure: (any Error)?
        do { try await body(server) } catch { failure = error }
        try? await server.stop("immediate")
        if let failure { throw failure }
    }

    func start() async throws {
        let options =
            "-c listen_addresses= -c unix_socket_directories=\(directory) -c fsync=off -c wal_level=minimal "
            + "-c max_wal_senders=0 -c autovacuum=off"
        let log = directory.appending("log").string
        try await control.run(["start", "-w", "-D", dataDirectory.string, "-l", log, "-o", options])
    }

    func stop(_ mode: String) async throws {
        try await control.run(["stop", "-w", "-m", mode, "-D", dataDirectory.string])
    }

    private var control: Tool {
        Tool(installation.program("pg_ctl").string, account: Self.account, workingDirectory: "/")
    }
}

extension MaskingServer {
    /// Makes a database with these tables and rows.
    func create(_ database: String, _ sql: String) async throws {
        let connection = try await connect()
        try await connection.execute("CREATE DATABASE \(try quoteIdentifier(database)) TEMPLATE template0")
        await connection.close()
        try await execute(sql, in: database)
    }

    func execute(_ sql: String, in database: String) async throws {
        let connection = try await Connection(
            ConnectionParameters(host: directory.string, user: "postgres", database: database, settings: [:])
        )
        try await connection.execute(sql)
        await connection.close()
    }

    func rows(_ sql: String, in database: String) async throws -> [[String?]] {
        let connection = try await connect(database)
        let rows = try await connection.query(sql)
        await connection.close()
        return rows
    }

    func schema(of database: String) async throws -> DatabaseSchema {
        let connection = try await connect(database)
        let schema = try await SchemaSurvey(connection).schema()
        await connection.close()
        return schema
    }

    func plan(_ rules: MaskingRules, for database: String) async throws -> MaskingPlan {
        try MaskingPlan.make(rules, for: try await schema(of: database))
    }

    @discardableResult
    func mask(
        _ database: String,
        _ rules: MaskingRules,
        key: MaskingKey? = nil,
        failpoint: @escaping @Sendable (String) throws -> Void = { _ in }
    ) async throws -> [MaskedTable] {
        let masking = DatabaseMasking(
            try await plan(rules, for: database),
            key: try key ?? .test(),
            jobs: 2,
            connect: { try await connect(database) },
            failpoint: failpoint
        )
        try await masking.rehearse()
        return try await masking.run().tables
    }
}

extension MaskingKey {
    static func test(_ secret: String = "a key that only tests know") throws -> MaskingKey { try MaskingKey(secret) }
}

extension MaskingRule {
    /// A short way to a rule.
    static func rule(
        _ table: String,
        _ columns: [String],
        _ strategy: MaskingStrategy,
        _ change: (inout MaskingRule) -> Void = { _ in }
    ) -> MaskingRule {
        var rule = MaskingRule(table: table, columns: columns, strategy: strategy)
        change(&rule)
        return rule
    }
}
