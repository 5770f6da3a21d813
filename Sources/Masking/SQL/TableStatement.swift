import Postgres

/// The statement that reads a table once and makes all its new values.
package struct TableStatement: Sendable {
    /// A SELECT of all columns that can be written, in order.
    package let select: String
    /// The values of its parameters; secrets are among them.
    package let parameters: [String]
    /// Names of its columns for SQL.
    package let columns: [String]

    /// - Parameter limit: how many rows to read; `nil` for all.
    package init(_ plan: TablePlan, key: MaskingKey, limit: Int? = nil) throws {
        var writer = Writer(plan: plan, expression: ValueExpression(key: key))
        let written = plan.table.columns.filter { !$0.isGenerated }
        columns = try written.map { try quoteIdentifier($0.name) }
        let values = try written.map { column in
            "\(try writer.value(of: column)) AS \(try quoteIdentifier(column.name))"
        }
        let digests = writer.digests.map { ", \($0.sql) AS \($0.name)" }.joined()
        let rows = plan.rowsKept.map { " WHERE (\($0))" } ?? ""
        let alias = try quoteIdentifier(plan.table.name)
        let source = "ONLY \(try plan.table.sqlName) AS \(alias)\(rows)\(limit.map { " LIMIT \($0)" } ?? " OFFSET 0")"
        // The inner query makes each digest once; OFFSET keeps the planner from putting it into the outer one.
        select =
            "SELECT \(values.joined(separator: ", ")) FROM (SELECT \(alias).*\(digests) FROM \(source)) AS \(alias)"
        parameters = writer.expression.parameters
    }
}

extension TableStatement {
    /// An UPDATE of one column.
    init(_ plan: TablePlan, key: MaskingKey, update column: Column) throws {
        var writer = Writer(plan: plan, expression: ValueExpression(key: key))
        let value = try writer.value(of: column)
        let digests = writer.digests.map { "\($0.sql) AS \($0.name)" }.joined(separator: ", ")
        let source = digests.isEmpty ? "" : " FROM (SELECT \(digests) OFFSET 0) AS digests"
        columns = [try quoteIdentifier(column.name)]
        select = "UPDATE ONLY \(try plan.table.sqlName) SET \(columns[0]) = (SELECT \(value)\(source))"
        parameters = writer.expression.parameters
    }
}

/// Collects digests while values are written.
private struct Writer {
    let plan: TablePlan
    var expression: ValueExpression
    var digests: [(name: String, sql: String)] = []

    mutating func value(of column: Column) throws -> String {
        let name = try quoteIdentifier(column.name)
        guard let mask = plan.masks.first(where: { $0.column.name == column.name }) else { return name }
        var result = mask.rule.strategy == .keep ? name : conditional(mask.rule, name, try masked(mask, name))
        for path in mask.paths { result = try document(result, path, name) }
        return "(\(result))::\(column.type)"
    }

    private func conditional(_ rule: MaskingRule, _ old: String, _ new: String) -> String {
        guard let condition = rule.where, !condition.isEmpty else { return new }
        // Who cannot say whether the condition holds is masked.
        return "CASE WHEN (\(condition)) IS DISTINCT FROM false THEN (\(new)) ELSE \(old) END"
    }

    private mutating func masked(_ mask: ColumnMask, _ name: String) throws -> String {
        if mask.rule.strategy == .shuffle { return shuffled(mask, name) }
        if case .array(let element, let type) = mask.column.kind, mask.rule.strategy.worksOnElements {
            return try elements(mask, element, type, name)
        }
        guard mask.rule.strategy.isKeyed, mask.rule.strategy != .json, mask.rule.strategy != .permute else {
            return try expression.masked(mask, name, digest: "")
        }
        let subject = mask.rule.strategy == .shift ? mask.rule.subject : nil
        let text =
            mask.column.kind.isText && subject == nil ? name : "\(try subject.map(quoteIdentifier) ?? name)::text"
        return try expression.masked(mask, name, digest: digest(of: text, mask.rule))
    }

    /// Functions that take the key themselves need no digest.
    private mutating func digest(of text: String, _ rule: MaskingRule) -> String {
        guard ![.scramble, .phone, .postcode, .iban, .card].contains(rule.strategy) else { return "" }
        let sql = expression.digest(of: text, domain: rule.domain ?? "")
        if let known = digests.first(where: { $0.sql == sql }) { return known.name }
        digests.append(("dblab_digest_\(digests.count + 1)", sql))
        return "dblab_digest_\(digests.count)"
    }

    private mutating func elements(
        _ mask: ColumnMask,
        _ kind: ValueKind,
        _ type: String,
        _ name: String
    ) throws -> String {
        var inner = mask
        inner.column.kind = kind
        let digest = expression.digest(of: "element::text", domain: mask.rule.domain ?? "")
        let value = try expression.masked(inner, kind.isText ? "element::text" : "element", digest: "digest")
        return """
            CASE WHEN cardinality(\(name)) = 0 THEN \(name) ELSE (SELECT array_agg((\(value))::\(type) ORDER BY place) \
            FROM (SELECT element, place, \(digest) AS digest FROM unnest(\(name)) WITH ORDINALITY AS e (element, place) \
            OFFSET 0) AS elements) END
            """
    }

    /// Every row gets the value of the next one in an order that only the key knows.
    private mutating func shuffled(_ mask: ColumnMask, _ name: String) -> String {
        let order = digest(of: "ctid::text || coalesce(\(name)::text, '')", mask.rule)
        let group = mask.rule.where.map { "PARTITION BY (\($0)) IS DISTINCT FROM false " } ?? ""
        let window = "(\(group)ORDER BY \(order) ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING)"
        return """
            CASE WHEN row_number() OVER \(window) = count(*) OVER \(window) THEN first_value(\(name)) OVER \(window) \
            ELSE lead(\(name)) OVER \(window) END
            """
    }

    private mutating func document(_ document: String, _ rule: MaskingRule, _ name: String) throws -> String {
        let path = try quoteLiteral(PostgresArray.text((rule.path ?? "").split(separator: ".").map(String.init)))
        let old = "(\(name)::jsonb #>> \(path)::text[])"
        let column = Column(name: "", type: "text", kind: .text(length: nil))
        let mask = ColumnMask(column: column, rule: rule, paths: [])
        let new = try expression.masked(mask, old, digest: digest(of: old, rule))
        let value = conditional(rule, old, new)
        return expression.call("set_path", "(\(document))::jsonb", "\(path)::text[]", "(\(value))::text")
    }
}
