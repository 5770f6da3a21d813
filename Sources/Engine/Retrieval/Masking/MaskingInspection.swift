package import Masking
import Postgres

/// Looks at the source of a logical refresh with the eyes of masking; writes nothing there.
package struct MaskingInspection: Sendable {
    let source: SourceOptions
    let wanted: Set<String>
    let options: MaskingOptions
    let settings: LogicalSettings

    /// - Parameter databases: their names; all if empty.
    package init(_ source: SourceOptions, databases: [String], options: MaskingOptions, settings: LogicalSettings) {
        self.source = source
        wanted = Set(databases)
        self.options = options
        self.settings = settings
    }

    /// What one database probably holds.
    package struct Scan: Codable, Sendable {
        package var database: String
        package var columns: Int
        package var findings: [PersonalColumn]
    }

    /// Looks for personal data.
    package func scan(rows: Int) async throws -> [Scan] {
        try await forEachDatabase { connection, schema in
            let rules = try await translation(connection, schema.database).rules
            try await connection.execute("BEGIN READ ONLY")
            let findings = try await DataScan(
                connection,
                schema: schema,
                rules: options.maskingRules.following(rules),
                rows: rows
            ).findings()
            let columns = schema.tables.filter { $0.kind == .plain }.reduce(0) { $0 + $1.columns.count }
            return Scan(database: schema.database, columns: columns, findings: findings)
        }
    }

    /// All that rules and schemas do not agree in.
    package func check() async throws -> (plans: [MaskingPlan], problems: [MaskingProblem]) {
        var problems: [MaskingProblem] = []
        var plans: [MaskingPlan] = []
        let results = try await forEachDatabase { connection, schema in
            let translation = try await translation(connection, schema.database)
            let rules = options.maskingRules.following(translation.rules)
            return (Result { try MaskingPlan.make(rules, for: schema) }, translation.problems)
        }
        for (result, unknown) in results {
            problems += unknown
            switch result {
            case .success(let plan): plans.append(plan)
            case .failure(let error as MaskingError): problems += error.problems
            case .failure(let error): throw error
            }
        }
        return (plans, problems)
    }

    /// What labels of a database ask for.
    private func translation(_ connection: Connection, _ database: String) async throws -> LabelTranslation {
        let labels = options.usesLabels ? try await AnonymizerLabel.all(in: connection) : []
        return LabelTranslation(labels, database: database, own: options.maskingRules)
    }

    /// Values of some rows before and after.
    package struct Preview: Codable, Sendable {
        package var database: String
        package var table: String
        package var columns: [String]
        /// The old values of a row, then the new ones.
        package var rows: [[[String?]]]
    }

    /// Masks some rows of some tables without writing them: the functions are there for one transaction, which is rolled back.
    package func preview(_ pattern: String, rows: Int, key: MaskingKey) async throws -> [Preview] {
        try await forEachDatabase { connection, schema in
            let labelled = try await translation(connection, schema.database).rules
            let plan = try MaskingPlan.make(options.maskingRules.following(labelled), for: schema)
            try await connection.execute("BEGIN")
            var result: [Preview] = []
            for table in plan.tables where table.isNamed(pattern) && !table.isEmptied {
                if result.isEmpty { try await MaskingFunctions.create(connection) }
                result.append(try await preview(table, rows, key, schema.database, connection))
            }
            try await connection.execute("ROLLBACK")
            return result
        }.flatMap { $0 }
    }

    private func preview(
        _ plan: TablePlan,
        _ rows: Int,
        _ key: MaskingKey,
        _ database: String,
        _ connection: Connection
    ) async throws -> Preview {
        let names = plan.masks.map(\.column.name)
        let columns = try names.map { try quoteIdentifier($0) }
        let statement = try TableStatement(plan, key: key, limit: rows)
        // Both read the same first rows.
        let filter = plan.rowsKept.map { " WHERE (\($0))" } ?? ""
        let old = try await connection.query(
            "SELECT \(columns.joined(separator: ", ")) FROM ONLY \(try plan.table.sqlName)\(filter) LIMIT \(rows)"
        )
        let new = try await connection.query(
            "SELECT \(columns.joined(separator: ", ")) FROM (\(statement.select)) AS dblab_rows",
            statement.parameters
        )
        return Preview(
            database: database,
            table: plan.table.qualifiedName,
            columns: names,
            rows: zip(old, new).map { [$0, $1] }
        )
    }

    // MARK: Databases

    private func forEachDatabase<Value: Sendable>(
        _ body: (Connection, DatabaseSchema) async throws -> Value
    ) async throws -> [Value] {
        let parameters = try source.parameters(environment: settings.environment)
        var values: [Value] = []
        for name in try await databases(parameters) {
            var place = parameters
            place.database = name
            let connection = try await Connection(place)
            try await connection.execute(Self.session)
            values.append(try await body(connection, try await SchemaSurvey(connection).schema()))
            await connection.close()
        }
        return values
    }

    private func databases(_ parameters: ConnectionParameters) async throws -> [String] {
        let connection = try await Connection(parameters)
        let rows = try await connection.query(
            "SELECT datname FROM pg_catalog.pg_database WHERE datallowconn AND NOT datistemplate ORDER BY 1"
        )
        await connection.close()
        let names = rows.compactMap { $0[0] }
        let missing = wanted.subtracting(names)
        guard missing.isEmpty else {
            throw EngineError(.notFound, "the source has no database \(missing.sorted().joined(separator: ", "))")
        }
        return names.filter { wanted.isEmpty || wanted.contains($0) }
    }

    private static let session = """
        SET search_path = pg_catalog; SET DateStyle = 'ISO, YMD'; SET TimeZone = 'UTC'; SET client_min_messages = error;
        SET statement_timeout = '10min'; SET lock_timeout = '5s'
        """
}
