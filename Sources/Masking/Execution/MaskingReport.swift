/// What masking did to all databases of a snapshot; says nothing about the data.
package struct MaskingReport: Codable, Equatable, Sendable {
    /// Of the rules.
    package var rulesHash: String
    package var keyID: String
    package var tables: [MaskedTable] = []
    /// Columns that stayed as they are, and who said so.
    package var kept: [KeptColumn] = []
    package var seconds: Double = 0
    /// Old values that were looked for afterwards.
    package var valuesLookedFor = 0
    /// The version of PostgreSQL Anonymizer that did what labels ask for.
    package var anonymizer: String?

    package init(rulesHash: String, keyID: String) {
        self.rulesHash = rulesHash
        self.keyID = keyID
    }

    package var rows: Int { tables.reduce(0) { $0 + $1.rows } }
}

/// What masking did to one table.
package struct MaskedTable: Codable, Equatable, Sendable {
    package var database: String
    package var table: String
    package var rows: Int
    package var seconds: Double
    /// Strategies by columns.
    package var columns: [String: String]
}
