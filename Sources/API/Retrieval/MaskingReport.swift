/// What masking did to a snapshot before it was there for anybody.
public struct MaskingReport: Codable, Hashable, Sendable {
    /// Tells sets of rules apart.
    @Lenient public var rulesHash: String
    /// Tells keys apart.
    @Lenient public var keyID: String
    /// Old values of which none was found among the new ones.
    @Lenient public var valuesLookedFor: Int
    /// The version of PostgreSQL Anonymizer that did what labels ask for; absent if it was not used.
    public var anonymizer: String?
    /// Rows of all masked tables.
    @Lenient public var rows: Int
    /// Seconds that all of it took.
    @Lenient public var seconds: Double
    /// Rows per second.
    @Lenient public var rowsPerSecond: Double
    /// Table by table.
    @Lenient public var tables: [MaskedTable]
    /// Columns that stayed as they are, and who said so.
    @Lenient public var kept: [KeptColumn]

    /// Creates the value field by field.
    public init(
        rulesHash: String = "",
        keyID: String = "",
        valuesLookedFor: Int = 0,
        anonymizer: String? = nil,
        rows: Int = 0,
        seconds: Double = 0,
        rowsPerSecond: Double = 0,
        tables: [MaskedTable] = [],
        kept: [KeptColumn] = []
    ) {
        self.rulesHash = rulesHash
        self.keyID = keyID
        self.valuesLookedFor = valuesLookedFor
        self.anonymizer = anonymizer
        self.rows = rows
        self.seconds = seconds
        self.rowsPerSecond = rowsPerSecond
        self.tables = tables
        self.kept = kept
    }
}

/// What masking did to one table.
public struct MaskedTable: Codable, Hashable, Sendable {
    /// Its database.
    @Lenient public var database: String
    /// Schema and name.
    @Lenient public var table: String
    /// Rows written.
    @Lenient public var rows: Int
    /// How long it took.
    @Lenient public var seconds: Double
    /// Strategies by columns.
    @Lenient public var columns: [String: String]

    /// Creates the value field by field.
    public init(
        database: String = "",
        table: String = "",
        rows: Int = 0,
        seconds: Double = 0,
        columns: [String: String] = [:]
    ) {
        self.database = database
        self.table = table
        self.rows = rows
        self.seconds = seconds
        self.columns = columns
    }
}

/// A column that stayed as it is.
public struct KeptColumn: Codable, Hashable, Sendable {
    /// Schema, table and column.
    @Lenient public var column: String
    /// Who decided.
    public var reviewedBy: String?
    /// Why.
    public var reason: String?

    /// Creates the value field by field.
    public init(column: String = "", reviewedBy: String? = nil, reason: String? = nil) {
        self.column = column
        self.reviewedBy = reviewedBy
        self.reason = reason
    }
}
