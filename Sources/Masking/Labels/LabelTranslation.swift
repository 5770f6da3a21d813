/// Rules that do what labels of PostgreSQL Anonymizer ask for.
package struct LabelTranslation: Sendable {
    /// In the order of the labels.
    package private(set) var rules: [MaskingRule] = []
    /// Labels that ask for what is not known here, except for columns that have a rule of their own.
    package private(set) var problems: [MaskingProblem] = []
    /// Labels that are left to the extension; the rules only say so.
    package private(set) var left: [AnonymizerLabel] = []

    private let database: String

    /// - Parameters:
    ///   - own: what the operator says, which wins.
    ///   - leavesColumns: whether the extension itself is to mask columns.
    package init(_ labels: [AnonymizerLabel], database: String, own: MaskingRules, leavesColumns: Bool = false) {
        self.database = database
        for label in labels where !own.rules.contains(where: { $0.covers(label, database) }) {
            if leavesColumns, label.column != nil, !label.saysNotMasked { leave(label) } else { translate(label) }
        }
    }

    private mutating func leave(_ label: AnonymizerLabel) {
        left.append(label)
        var rule = label.rule(.keep)
        // Another label is another set of rules.
        (rule.database, rule.value, rule.isFromLabel, rule.isLeftToExtension) = (database, label.text, true, true)
        rules.append(rule)
    }

    private mutating func translate(_ label: AnonymizerLabel) {
        guard let rule = label.column == nil ? Self.tableRule(label) : Self.columnRule(label) else {
            problems.append(
                MaskingProblem(
                    place: "\(database): \(label.title)",
                    reason: "its label asks for what is not known here: \(label.text)",
                    remedy: "write a rule for it in retrieval.masking.rules, or set retrieval.masking.labels to ignore"
                )
            )
            return
        }
        var result = rule
        result.database = database
        result.isFromLabel = true
        rules.append(result)
    }

    /// `TABLESAMPLE BERNOULLI(10)`, or `SYSTEM`: so many rows of a hundred stay.
    private static func tableRule(_ label: AnonymizerLabel) -> MaskingRule? {
        guard let rest = label.text.words(after: "TABLESAMPLE"),
            let call = FunctionCall(parsing: "pg_catalog." + rest),
            ["pg_catalog.bernoulli", "pg_catalog.system"].contains(call.name),
            call.arguments.count == 1, let percent = Double(call.arguments[0]), (0...100).contains(percent)
        else { return nil }
        var rule = MaskingRule(table: "\(label.schema).\(label.table)", strategy: .rows)
        rule.where = "pg_catalog.random() < \(percent / 100)"
        return rule
    }

    private static func columnRule(_ label: AnonymizerLabel) -> MaskingRule? {
        if label.saysNotMasked {
            var rule = label.rule(.keep)
            rule.reason = "label: NOT MASKED"
            return rule
        }
        if let value = label.text.words(after: "MASKED WITH VALUE") {
            switch value.uppercased() {
            case "NULL": return label.rule(.null)
            case "DEFAULT": return label.rule(.default)
            case "": return nil
            default: return label.rule(sql: value)
            }
        }
        guard let expression = label.text.words(after: "MASKED WITH FUNCTION"), !expression.isEmpty else { return nil }
        guard let call = FunctionCall(parsing: expression) else {
            return AnonymizerFunction.isMentioned(in: expression) ? nil : label.rule(sql: expression)
        }
        return AnonymizerFunction(call)?.rule(for: label)
    }
}

extension AnonymizerLabel {
    var saysNotMasked: Bool { text.words(after: "NOT MASKED") == "" }

    func rule(_ strategy: MaskingStrategy) -> MaskingRule {
        MaskingRule(table: "\(schema).\(table)", columns: [column ?? "*"], strategy: strategy)
    }

    func rule(sql: String) -> MaskingRule {
        var rule = rule(.sql)
        rule.value = sql
        return rule
    }
}

extension MaskingRule {
    fileprivate func covers(_ label: AnonymizerLabel, _ database: String) -> Bool {
        guard concerns(database: database, schema: label.schema, table: label.table) else { return false }
        if strategy.concernsTable { return strategy == .truncate || label.column == nil }
        return label.column.map { concerns(column: $0) } ?? false
    }
}

extension String {
    /// What stands behind these words, whatever their case and the blanks between them; `nil` if it begins otherwise.
    fileprivate func words(after phrase: String) -> String? {
        var rest = self[...]
        for word in phrase.split(separator: " ") {
            rest = rest.drop(while: \.isWhitespace)
            guard rest.prefix(word.count).uppercased() == word else { return nil }
            rest = rest.dropFirst(word.count)
            if let next = rest.first, next.isLetter || next.isNumber || next == "_" { return nil }
        }
        return rest.trimmed
    }
}
