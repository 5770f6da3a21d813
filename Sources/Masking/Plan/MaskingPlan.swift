/// What is to be done to one database, decided before anything is touched.
package struct MaskingPlan: Sendable {
    package var database: String
    package var tables: [TablePlan]
    /// Tables with columns that PostgreSQL Anonymizer masks.
    package var tablesOfExtension: Set<Int>
    /// Taken away for the time being, and put back, which checks them.
    package var foreignKeys: [ForeignKey]
    package var refreshes: [String]
    package var largeObjects: MaskingRules.LargeObjects
    /// Columns that stay as they are because somebody said so.
    package var kept: [KeptColumn]
    /// Names of tables for SQL, by their ids.
    package var names: [Int: String]

    package var isEmpty: Bool { tables.isEmpty && tablesOfExtension.isEmpty && largeObjects != .remove }
}

/// What is to be done to one table.
package struct TablePlan: Sendable {
    package var table: Table
    package var masks: [ColumnMask]
    /// Rows that stay; `nil` for all.
    package var rowsKept: String?
    package var isEmptied: Bool

    /// Whether a pattern means it: `schema.table`, or `table` of any schema.
    package func isNamed(_ pattern: String) -> Bool {
        NamePattern(pattern).matches(table.qualifiedName) || NamePattern(pattern).matches(table.name)
    }
}

/// What becomes of one column.
package struct ColumnMask: Sendable, Equatable {
    package var column: Column
    /// The rule as it applies, with what it has from others filled in.
    package var rule: MaskingRule
    /// Rules for parts of a document.
    package var paths: [MaskingRule]
    /// The greatest length of the new text; that of the shortest column that is tied to this one.
    package var length: Int?
    /// The bits of whole numbers; those of the smallest column that is tied to this one.
    package var bits: Int?
}

/// A column that stays as it is, and who said so.
package struct KeptColumn: Codable, Hashable, Sendable {
    package var column: String
    package var reviewedBy: String?
    package var reason: String?
}
