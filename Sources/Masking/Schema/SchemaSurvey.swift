package import Postgres

/// Reads what masking must know of a database.
package struct SchemaSurvey {
    let connection: Connection

    package init(_ connection: Connection) { self.connection = connection }

    package func schema() async throws -> DatabaseSchema {
        let name = try await connection.query("SELECT current_database()").first?[0] ?? ""
        var tables = try await tables()
        try await addColumns(to: &tables)
        try await addIndexes(to: &tables)
        try await addChecks(to: &tables)
        let objects = try await connection.query("SELECT count(*) FROM pg_catalog.pg_largeobject_metadata")
        return DatabaseSchema(
            database: name,
            tables: tables,
            foreignKeys: try await foreignKeys(),
            refreshes: try await refreshes(),
            largeObjects: objects.first?[0].flatMap { Int($0) } ?? 0
        )
    }

    private func tables() async throws -> [Table] {
        try await connection.query(SurveyQuery.tables).compactMap { row in
            guard let id = row[0].flatMap({ Int($0) }), let kind = row[3].flatMap({ Table.Kind(rawValue: $0) }) else {
                return nil
            }
            return Table(
                id: id,
                schema: row[1] ?? "",
                name: row[2] ?? "",
                kind: kind,
                columns: [],
                parents: PostgresArray.elements(row[4]).compactMap { Int($0) },
                partitionKey: Set(PostgresArray.elements(row[5])),
                uniqueIndexes: [],
                checks: [],
                stubbornTriggers: PostgresArray.elements(row[6]).map {
                    Table.Trigger(name: String($0.dropFirst()), mode: String($0.prefix(1)))
                },
                estimatedRows: row[7].flatMap { Double($0) } ?? 0,
                belongsToExtension: row[8] == "t"
            )
        }
    }

    private func addColumns(to tables: inout [Table]) async throws {
        let places = tables.indexByID
        for row in try await connection.query(SurveyQuery.columns) {
            guard let place = row[0].flatMap({ Int($0) }).flatMap({ places[$0] }) else { continue }
            var column = Column(
                name: row[1] ?? "",
                type: row[2] ?? "",
                kind: .of(
                    type: row[3] ?? "",
                    modifier: row[4].flatMap { Int($0) } ?? -1,
                    labels: row[5],
                    array: row[6]
                ),
                isNullable: row[7] != "t"
            )
            column.standard = row[8]
            column.isGenerated = row[9] != ""
            column.isAlwaysIdentity = row[10] == "a"
            column.sequence = row[11]
            column.comment = row[12]
            tables[place].columns.append(column)
        }
    }

    private func addIndexes(to tables: inout [Table]) async throws {
        let places = tables.indexByID
        for row in try await connection.query(SurveyQuery.uniqueIndexes) {
            guard let place = row[0].flatMap({ Int($0) }).flatMap({ places[$0] }) else { continue }
            tables[place].uniqueIndexes.append(
                UniqueIndex(
                    name: row[1] ?? "",
                    columns: PostgresArray.elements(row[2]),
                    expressions: row[3],
                    expressionColumns: Set(PostgresArray.elements(row[4])),
                    isExclusion: row[5] == "t"
                )
            )
        }
    }

    private func addChecks(to tables: inout [Table]) async throws {
        let places = tables.indexByID
        for row in try await connection.query(SurveyQuery.checks) {
            guard let place = row[0].flatMap({ Int($0) }).flatMap({ places[$0] }) else { continue }
            tables[place].checks.append(
                Table.Check(
                    name: row[1] ?? "",
                    condition: row[2] ?? "true",
                    columns: Set(PostgresArray.elements(row[3]))
                )
            )
        }
    }

    private func foreignKeys() async throws -> [ForeignKey] {
        try await connection.query(SurveyQuery.foreignKeys).compactMap { row in
            guard let table = row[1].flatMap({ Int($0) }), let referenced = row[2].flatMap({ Int($0) }) else {
                return nil
            }
            return ForeignKey(
                name: row[0] ?? "",
                table: table,
                columns: PostgresArray.elements(row[3]),
                referencedTable: referenced,
                referencedColumns: PostgresArray.elements(row[4]),
                definition: row[5] ?? "",
                comment: row[6],
                isDerived: row[7] == "t"
            )
        }
    }

    /// In the order of what they are made of, also through views between them.
    private func refreshes() async throws -> [String] {
        try await connection.query(SurveyQuery.materializedViews).compactMap { $0[0] }
    }
}

extension [Table] {
    var indexByID: [Int: Int] {
        Dictionary(enumerated().map { ($0.element.id, $0.offset) }) { first, _ in first }
    }
}

/// The text of arrays, as PostgreSQL writes them.
enum PostgresArray {
    /// The elements of an array of one dimension; NULLs are left out.
    static func elements(_ text: String?) -> [String] {
        guard let text, text.hasPrefix("{"), text.hasSuffix("}") else { return [] }
        var result: [String] = []
        var element = ""
        var (isQuoted, wasQuoted, isEscaped) = (false, false, false)
        func finish() {
            if wasQuoted || !element.isEmpty && element != "NULL" { result.append(element) }
            (element, wasQuoted) = ("", false)
        }
        for scalar in text.dropFirst().dropLast().unicodeScalars {
            if isEscaped {
                element.unicodeScalars.append(scalar)
                isEscaped = false
            } else if scalar == "\\" {
                isEscaped = true
            } else if scalar == "\"" {
                isQuoted.toggle()
                wasQuoted = true
            } else if scalar == ",", !isQuoted {
                finish()
            } else {
                element.unicodeScalars.append(scalar)
            }
        }
        finish()
        return result
    }

    /// The array as PostgreSQL reads it.
    static func text(_ elements: [String]) -> String {
        let quoted = elements.map { element in
            var result = String.UnicodeScalarView()
            for scalar in element.unicodeScalars {
                if scalar == "\"" || scalar == "\\" { result.append("\\") }
                result.append(scalar)
            }
            return "\"\(String(result))\""
        }
        return "{\(quoted.joined(separator: ","))}"
    }
}
