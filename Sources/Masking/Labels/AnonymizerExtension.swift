package import Postgres

/// PostgreSQL Anonymizer itself: where it is installed, it does what labels of columns ask for.
///
/// See https://postgresql-anonymizer.readthedocs.io/en/stable/static_masking/.
package struct AnonymizerExtension: Sendable {
    /// Labels of columns, which it is to do.
    let labels: [AnonymizerLabel]

    /// - Parameter labels: of columns; a label of a table would make it write the table anew without its constraints' help.
    package init(labels: [AnonymizerLabel]) { self.labels = labels }

    /// The version that is in a database, or could be; `nil` where it is not installed.
    package static func version(_ connection: Connection) async throws -> String? {
        try await connection.query(
            "SELECT coalesce(installed_version, default_version) FROM pg_available_extensions WHERE name = 'anon'"
        ).first?.first ?? nil
    }

    /// Has it check the labels, and leaves nothing behind.
    /// - Throws: ``MaskingError`` with what it says.
    func rehearse(_ connection: Connection) async throws {
        let labels = try await existing(connection)
        guard !labels.isEmpty else { return }
        try await load(connection)
        try await connection.execute("BEGIN")
        try await prepare(labels, connection)
        try await connection.execute("ROLLBACK")
    }

    /// Has it replace values, gives up the pages of the old ones, and takes away what was not there before.
    ///
    /// Foreign keys must be away, and be checked afterwards: it updates table by table, and no trigger acts.
    /// - Throws: ``MaskingError``; the data are of no use then.
    func run(_ connection: Connection, database: String) async throws -> [MaskedTable] {
        let extensions = try await Self.extensions(connection)
        let schemas = try await connection.query("SELECT nspname FROM pg_namespace")
        let before = try await AnonymizerLabel.all(in: connection)
        let labels = try await existing(connection)
        guard !labels.isEmpty else { return [] }
        try await load(connection)
        // A rule overrules them, or they are of tables.
        for label in before where !labels.contains(label) && !label.saysNotMasked {
            try await put(nil, on: label, connection)
        }
        try await prepare(labels, connection)
        let start = ContinuousClock.now
        guard try await ask("SELECT anon.anonymize_database()", connection) == "t" else {
            throw MaskingError("anon.anonymize_database() in database \(database) has masked nothing")
        }
        let seconds = (ContinuousClock.now - start) / .seconds(1)
        try await rewrite(labels, connection)
        for label in labels where !before.contains(label) { try await put(nil, on: label, connection) }
        try await removeExtensions(but: extensions, connection)
        // Its schema would stay.
        if !schemas.contains(["anon"]) { _ = try await ask("DROP SCHEMA IF EXISTS anon", connection) }
        return try await report(labels, database, seconds, connection)
    }

    // MARK: Steps

    /// Only sessions that have its library know its labels.
    private func load(_ connection: Connection) async throws { _ = try await ask("LOAD 'anon'", connection) }

    private func prepare(_ labels: [AnonymizerLabel], _ connection: Connection) async throws {
        // What it needs comes into the first schema of the path, which must not be the system's.
        try await connection.execute("SET search_path = public")
        _ = try await ask("CREATE EXTENSION IF NOT EXISTS anon CASCADE", connection)
        try await connection.execute("SET search_path = pg_catalog")
        guard try await ask("SELECT anon.init()", connection) == "t" else {
            throw MaskingError("PostgreSQL Anonymizer: anon.init() found no data to invent values from")
        }
        for label in labels { try await put(label.text, on: label, connection) }
    }

    /// Labels may be on what was not copied.
    private func existing(_ connection: Connection) async throws -> [AnonymizerLabel] {
        var result: [AnonymizerLabel] = []
        for label in labels {
            let rows = try await connection.query(
                "SELECT FROM pg_attribute WHERE attrelid = to_regclass($1) AND attname = $2 AND NOT attisdropped",
                [try label.sqlTable, label.column]
            )
            if !rows.isEmpty { result.append(label) }
        }
        return result
    }

    private func put(_ text: String?, on label: AnonymizerLabel, _ connection: Connection) async throws {
        let text = try text.map { try quoteLiteral($0) } ?? "NULL"
        let place = try label.column.map { "COLUMN \(try label.sqlTable).\(try quoteIdentifier($0))" }
        let object = try place ?? "TABLE \(label.sqlTable)"
        let what = "the label of \(label.title)"
        _ = try await ask("SECURITY LABEL FOR anon ON \(object) IS \(text)", as: what, connection)
    }

    /// An update in place leaves the old rows in the files; partitions and children have some of them.
    private func rewrite(_ labels: [AnonymizerLabel], _ connection: Connection) async throws {
        let tables = PostgresArray.text(try Set(labels.map { try $0.sqlTable }).sorted())
        let files = try await connection.query(
            """
            WITH RECURSIVE tree (id) AS (
                SELECT name::regclass::oid FROM unnest($1::text[]) AS name
                UNION SELECT inhrelid FROM pg_inherits JOIN tree ON inhparent = id)
            SELECT format('%I.%I', nspname, relname) FROM tree JOIN pg_class c ON c.oid = id
            JOIN pg_namespace n ON n.oid = relnamespace WHERE relkind = 'r'
            """,
            [tables]
        )
        for file in files { _ = try await ask("VACUUM (FULL, FREEZE) \(file[0] ?? "")", connection) }
    }

    private static func extensions(_ connection: Connection) async throws -> [String] {
        try await connection.query("SELECT extname FROM pg_extension ORDER BY oid DESC").compactMap { $0[0] }
    }

    private func removeExtensions(but before: [String], _ connection: Connection) async throws {
        guard !before.contains("anon") else { return }
        // It trusts these schemas by labels of its own, which would stay.
        for schema in ["pg_catalog", "anon"] {
            _ = try await ask("SECURITY LABEL FOR anon ON SCHEMA \(schema) IS NULL", connection)
        }
        for name in try await Self.extensions(connection) where !before.contains(name) {
            _ = try await ask("DROP EXTENSION \(try quoteIdentifier(name))", connection)
        }
    }

    /// It does not say how long each table took, so all of them have the time of the whole.
    private func report(
        _ labels: [AnonymizerLabel],
        _ database: String,
        _ seconds: Double,
        _ connection: Connection
    ) async throws -> [MaskedTable] {
        var result: [MaskedTable] = []
        for (table, labels) in Dictionary(grouping: labels, by: { "\($0.schema).\($0.table)" }) {
            guard let first = labels.first else { continue }
            let columns = labels.compactMap { label in label.column.map { ($0, "label") } }
            result.append(
                MaskedTable(
                    database: database,
                    table: table,
                    rows: Int(try await ask("SELECT count(*) FROM \(try first.sqlTable)", connection) ?? "") ?? 0,
                    seconds: seconds,
                    columns: Dictionary(columns) { first, _ in first }
                )
            )
        }
        return result.sorted { $0.table < $1.table }
    }

    /// The first value of the answer.
    /// - Parameter what: names the statement for people, if it is not to be told as it is.
    private func ask(_ sql: String, as what: String? = nil, _ connection: Connection) async throws -> String? {
        do { return try await connection.query(sql).first?.first ?? nil } catch let error as PostgresError {
            var failure = MaskingError("PostgreSQL Anonymizer: \(what ?? sql)", error)
            failure.hint =
                "Correct the label, or set retrieval.masking.labels to translate: then the engine does what labels ask for."
            throw failure
        }
    }
}

extension AnonymizerLabel {
    /// Its table, as SQL writes it.
    fileprivate var sqlTable: String {
        get throws { "\(try quoteIdentifier(schema)).\(try quoteIdentifier(table))" }
    }
}
