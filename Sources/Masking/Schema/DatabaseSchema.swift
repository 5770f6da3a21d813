/// What masking must know of a database.
package struct DatabaseSchema: Sendable {
    package var database: String
    package var tables: [Table]
    package var foreignKeys: [ForeignKey]
    /// Statements that fill the materialized views again, in order.
    package var refreshes: [String]
    package var largeObjects: Int

    package init(
        database: String,
        tables: [Table],
        foreignKeys: [ForeignKey] = [],
        refreshes: [String] = [],
        largeObjects: Int = 0
    ) {
        self.database = database
        self.tables = tables
        self.foreignKeys = foreignKeys
        self.refreshes = refreshes
        self.largeObjects = largeObjects
    }
}

/// A table of a database.
package struct Table: Sendable, Equatable {
    package var id: Int
    package var schema: String
    package var name: String
    package var kind: Kind
    package var columns: [Column]
    /// The tables that it is a partition of or inherits from.
    package var parents: [Int]
    package var partitionKey: Set<String>
    package var uniqueIndexes: [UniqueIndex]
    /// SQL conditions of its own.
    package var checks: [Check]
    /// Triggers that also act in a session of a replica.
    package var stubbornTriggers: [Trigger]
    package var estimatedRows: Double
    package var belongsToExtension: Bool

    /// What holds the rows.
    package enum Kind: String, Sendable { case plain = "r", partitioned = "p", foreign = "f" }

    /// A condition that rows must fulfil.
    package struct Check: Sendable, Equatable {
        package var name: String
        package var condition: String
        package var columns: Set<String>
    }

    /// A trigger, and how it is enabled.
    package struct Trigger: Sendable, Equatable {
        package var name: String
        package var mode: String
    }

    package var qualifiedName: String { "\(schema).\(name)" }

    func column(_ name: String) -> Column? { columns.first { $0.name == name } }
}

/// An index, or a constraint with one, that forbids equal or overlapping rows.
package struct UniqueIndex: Sendable, Equatable {
    package var name: String
    package var columns: [String]
    /// SQL of expressions in it; with columns that they read.
    package var expressions: String?
    package var expressionColumns: Set<String>
    package var isExclusion: Bool
}

/// A foreign key with its columns in pairs.
package struct ForeignKey: Sendable, Equatable {
    package var name: String
    package var table: Int
    package var columns: [String]
    package var referencedTable: Int
    package var referencedColumns: [String]
    package var definition: String
    package var comment: String?
    /// Whether it is there only because one of a partitioned table is.
    package var isDerived: Bool
    /// Whether the database knows nothing of it.
    package var isVirtual = false
}
