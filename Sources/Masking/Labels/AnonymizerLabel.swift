package import Postgres

/// A security label by which PostgreSQL Anonymizer is told what to mask.
///
/// See https://postgresql-anonymizer.readthedocs.io/en/stable/declare_masking_rules/.
package struct AnonymizerLabel: Equatable, Sendable {
    package var schema: String
    package var table: String
    /// `nil` for a label of the table.
    package var column: String?
    package var text: String

    package init(schema: String, table: String, column: String?, text: String) {
        self.schema = schema
        self.table = table
        self.column = column
        self.text = text
    }

    /// As people write it.
    package var title: String { ([schema, table] + [column].compactMap { $0 }).joined(separator: ".") }

    /// The name of the provider.
    static let provider = "anon"
}

extension AnonymizerLabel {
    /// Reads the labels of a database; they are there whether the extension is or not.
    package static func all(in connection: Connection) async throws -> [AnonymizerLabel] {
        try await connection.query(
            """
            SELECT n.nspname, c.relname, a.attname, l.label
            FROM pg_catalog.pg_seclabel l
            JOIN pg_catalog.pg_class c ON c.oid = l.objoid AND l.classoid = 'pg_catalog.pg_class'::pg_catalog.regclass
            JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
            LEFT JOIN pg_catalog.pg_attribute a ON a.attrelid = c.oid AND a.attnum = l.objsubid AND l.objsubid > 0
            WHERE l.provider = '\(provider)' AND (l.objsubid = 0 OR a.attname IS NOT NULL)
            ORDER BY 1, 2, a.attnum
            """
        ).compactMap { row in
            guard let schema = row[0], let table = row[1], let text = row[3] else { return nil }
            return AnonymizerLabel(schema: schema, table: table, column: row[2], text: text)
        }
    }
}
