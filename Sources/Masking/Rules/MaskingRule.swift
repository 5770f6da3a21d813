/// One rule: which columns, and what becomes of their values.
package struct MaskingRule: Codable, Equatable, Sendable {
    /// Patterns with `*` and `?`; `table` is `schema.table` or `table` of any schema.
    package var database: String?
    package var table: String
    package var columns: [String]?
    package var strategy: MaskingStrategy
    /// Only rows for which this SQL condition is not false are masked, or kept by `rows`.
    package var `where`: String?
    /// What ties columns together: equal values of one domain become equal.
    package var domain: String?
    package var locale: String?
    /// The text of `constant`, the expression of `sql`, the unit of `generalise`.
    package var value: String?
    package var pattern: String?
    package var keepFirst: Int?
    package var keepLast: Int?
    /// How many bits `permute` permutes.
    package var bits: Int?
    /// The greatest distance of `shift`.
    package var days: Int?
    /// The column whose value decides about the distance of `shift`.
    package var subject: String?
    /// The greatest change by `noise`.
    package var percent: Int?
    package var choices: [String]?
    /// Keys of documents that `json` leaves as they are.
    package var keepKeys: [String]?
    /// Names joined by dots: the rule concerns this text in a document.
    package var path: String?
    /// Who said so, and why.
    package var reviewedBy: String?
    package var reason: String?
    package var allowUniquenessLoss: Bool?
    /// Whether a label of the data asks for it rather than the operator; columns beside its own then need no rules.
    package var isFromLabel: Bool?
    /// Whether PostgreSQL Anonymizer masks the column, which this engine then keeps.
    package var isLeftToExtension: Bool?

    package init(table: String, columns: [String]? = nil, strategy: MaskingStrategy) {
        self.table = table
        self.columns = columns
        self.strategy = strategy
    }
}

extension MaskingRule {
    func concerns(database name: String, table: Table) -> Bool {
        concerns(database: name, schema: table.schema, table: table.name)
    }

    func concerns(database name: String, schema: String, table: String) -> Bool {
        guard NamePattern(database ?? "*").matches(name) else { return false }
        let pattern = NamePattern(self.table)
        return pattern.matches("\(schema).\(table)") || !self.table.contains(".") && pattern.matches(table)
    }

    func concerns(column: String) -> Bool { (columns ?? []).contains { NamePattern($0).matches(column) } }

    /// As people find it in their file.
    package var title: String {
        let place = columns.map { "\(table)(\($0.joined(separator: ", ")))" } ?? table
        return "rule \(strategy.rawValue) for \(place)"
    }
}
