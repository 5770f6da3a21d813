import FoundationEssentials
import Postgres

/// Looks which tables of a database can be read, and which of them are worth streaming.
struct SourceTables: Sendable {
    let snapshot: SourceSnapshot

    /// What `pg_dump` must leave alone because this role may not read it.
    struct Unreadable: Hashable, Sendable {
        /// Patterns for `--exclude-schema`, `--exclude-table` and `--exclude-table-data`.
        var schemas: [String] = []
        var tables: [String] = []
        var tableData: [String] = []
        var hasLargeObjects = false
        var omissions: [Omission] = []
    }

    /// Ordinary tables that belong to no extension, the largest first.
    func streamable(limit: Int = 3000) async throws -> [SourceTable] {
        let rows = try await snapshot.connection.query(Self.tableQuery, [String(limit)])
        return rows.compactMap { row in
            guard row.count == 5, let schema = row[0], let name = row[1], let columns = row[2],
                !(schema + name).unicodeScalars.contains(where: { $0.value < 32 })
            else { return nil }
            return SourceTable(
                schema: schema,
                name: name,
                columns: columns.split(separator: "\u{1}").map(String.init),
                size: row[3].flatMap { Int($0) } ?? 0,
                isBinarySafe: row[4] == "t"
            )
        }
    }

    /// Keeps the tables as they are until the snapshot is released.
    func lock(_ tables: [SourceTable]) async throws {
        for start in stride(from: 0, to: tables.count, by: 100) {
            let names = try tables[start..<min(start + 100, tables.count)].map { "ONLY \(try $0.qualifiedName)" }
            try await snapshot.connection.execute("LOCK TABLE \(names.joined(separator: ", ")) IN ACCESS SHARE MODE")
        }
    }

    /// How many bytes and ordinary tables the database has.
    func totals() async throws -> (tables: Int, bytes: Int) {
        let row = try await snapshot.connection.query(
            """
            SELECT pg_catalog.count(*), pg_catalog.sum(c.relpages::bigint + coalesce(t.relpages, 0)) * 8192
            FROM pg_catalog.pg_class c LEFT JOIN pg_catalog.pg_class t ON t.oid = c.reltoastrelid
                JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
            WHERE c.relkind = 'r' AND n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
            """
        ).first
        return (row?.first.flatMap { $0.flatMap { Int($0) } } ?? 0, row?.last.flatMap { $0.flatMap { Int($0) } } ?? 0)
    }

    /// Array and range types of built-in types are built in, too, except `reg…` types, which are OIDs inside; values of an
    /// enum travel by their names.
    private static let tableQuery = """
        SELECT n.nspname, c.relname,
            pg_catalog.string_agg(a.attname, E'\\x01' ORDER BY a.attnum),
            pg_catalog.pg_table_size(c.oid),
            pg_catalog.bool_and(
                a.atttypid < 10000 AND t.typsend <> 0 AND t.typname !~ '^_?reg' AND t.typtype = 'b' OR t.typtype = 'e'
            )
        FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
            JOIN pg_catalog.pg_attribute a
                ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = ''
            JOIN pg_catalog.pg_type t ON t.oid = a.atttypid
        WHERE c.relkind = 'r' AND c.relpersistence IN ('p', 'u')
            AND n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
            AND pg_catalog.has_schema_privilege(n.oid, 'USAGE') AND pg_catalog.has_table_privilege(c.oid, 'SELECT')
            AND NOT pg_catalog.row_security_active(c.oid)
            AND NOT EXISTS (SELECT FROM pg_catalog.pg_depend d
                WHERE d.classid = 'pg_catalog.pg_class'::regclass AND d.objid = c.oid AND d.deptype = 'e')
            AND NOT EXISTS (SELECT FROM pg_catalog.pg_depend d
                WHERE d.classid = 'pg_catalog.pg_namespace'::regclass AND d.objid = n.oid AND d.deptype = 'e')
        GROUP BY n.nspname, c.relname, c.oid
        ORDER BY 4 DESC, 1, 2 LIMIT $1::int
        """
}

extension SourceTable {
    var qualifiedName: String {
        get throws { try "\(quoteIdentifier(schema)).\(quoteIdentifier(name))" }
    }

    var columnList: String {
        get throws { try columns.map { try quoteIdentifier($0) }.joined(separator: ", ") }
    }
}
