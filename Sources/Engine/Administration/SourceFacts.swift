import Postgres

/// What a source tells about itself to any login.
struct SourceFacts: Sendable {
    let version: ServerVersion
    /// Those that a copy would have, in order of their names.
    let databases: [String]
    /// All of them, also those of providers.
    let allDatabases: [String]
    let collations: [Collation]
    let preloadLibraries: PreloadLibraries
    let tuning: [String: String]
    /// First words of settings with a dot in their names.
    let settingPrefixes: Set<String>

    /// How a database sorts.
    struct Collation: Sendable, Equatable {
        let database: String
        let locale: String
        /// Whether the C library does it.
        let isLibrarys: Bool
        let version: String
    }

    init(from connection: Connection) async throws {
        version = ServerVersion(number: connection.serverVersion)
        let versions = connection.serverVersion >= 150_000
        let rows = try await connection.query(
            """
            SELECT datname, datcollate, \(versions ? "datlocprovider = 'c', datcollversion" : "true, NULL"),
                pg_catalog.has_database_privilege(oid, 'CONNECT')
            FROM pg_catalog.pg_database WHERE datallowconn AND NOT datistemplate ORDER BY datname
            """
        )
        allDatabases = rows.compactMap { $0[0] }
        databases = rows.filter { $0[4] == "t" }.compactMap { $0[0] }.filter { !LogicalSource.isProviders($0) }
        let wanted = Set(databases)
        collations = rows.compactMap { row in
            guard let name = row[0], wanted.contains(name) else { return nil }
            return Collation(database: name, locale: row[1] ?? "C", isLibrarys: row[2] == "t", version: row[3] ?? "")
        }
        let settings = try await connection.query(
            """
            SELECT name, pg_catalog.current_setting(name, true) FROM pg_catalog.pg_settings
            WHERE category LIKE 'Query Tuning%' AND setting IS DISTINCT FROM boot_val OR name IN ('work_mem', $1)
            """,
            [PreloadLibraries.setting]
        )
        var values = Dictionary(settings.map { ($0[0] ?? "", $0[1] ?? "") }) { first, _ in first }
        preloadLibraries = PreloadLibraries(parsing: values.removeValue(forKey: PreloadLibraries.setting) ?? "")
        tuning = values
        let prefixes = try await connection.query(
            "SELECT DISTINCT pg_catalog.split_part(name, '.', 1) FROM pg_catalog.pg_settings WHERE name LIKE '%.%'"
        )
        settingPrefixes = Set(prefixes.compactMap { $0[0] })
    }

    /// The names of the extensions of one database.
    static func extensions(of connection: Connection) async throws -> [String] {
        try await connection.query("SELECT extname FROM pg_catalog.pg_extension ORDER BY extname").compactMap { $0[0] }
    }
}
