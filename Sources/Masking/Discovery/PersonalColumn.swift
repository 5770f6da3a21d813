/// A column that probably holds personal data.
package struct PersonalColumn: Codable, Sendable {
    /// Schema, table and column.
    package var column: String
    package var table: String
    package var name: String
    package var kind: PersonalData
    /// From 0 to 1.
    package var confidence: Double
    package var evidence: [String]
    /// What would do.
    package var strategy: MaskingStrategy
    /// Whether a rule says something about it already.
    package var isHandled: Bool
}

extension [PersonalColumn] {
    /// Rules for those that have none, as YAML.
    package var proposedRules: String {
        let open = filter { !$0.isHandled }
        guard !open.isEmpty else { return "" }
        let lines = open.map { finding in
            "  - { table: \(finding.table.yaml), columns: [\(finding.name.yaml)], strategy: \(finding.strategy.rawValue) }"
                + "  # \(finding.kind.rawValue), \(Int(finding.confidence * 100)) %"
        }
        return (["rules:"] + lines).joined(separator: "\n")
    }
}

extension String {
    /// As a text of YAML.
    fileprivate var yaml: String {
        let isPlain = allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "_" || $0 == ".") }
        guard !isPlain || isEmpty else { return self }
        return "\"" + replacing("\\", with: "\\\\").replacing("\"", with: "\\\"").replacing("\n", with: "\\n") + "\""
    }
}

extension RuleAssignment {
    /// Columns that rules mention, also by a reference.
    static func handledColumns(_ rules: MaskingRules, _ schema: DatabaseSchema) -> Set<ColumnPlace> {
        var assignment = RuleAssignment(rules: rules, schema: schema)
        assignment.assign()
        assignment.followReferences()
        let emptied = schema.tables.filter { assignment.tableRules[$0.id]?.strategy == .truncate }
        return Set(assignment.columnRules.keys).union(assignment.pathRules.keys)
            .union(emptied.flatMap { table in table.columns.map { ColumnPlace(table: table.id, column: $0.name) } })
    }
}
