import Postgres

/// One UPDATE for one column with the same result, which is what masking costs otherwise; for benchmarks.
package struct ColumnUpdate: Sendable {
    package let sql: String
    package let parameters: [String]

    /// The updates of a table; strategies that look at several rows have none.
    package static func all(_ plan: TablePlan, key: MaskingKey) throws -> [ColumnUpdate] {
        try plan.masks.filter { $0.rule.strategy != .shuffle }.map { mask in
            var one = plan
            one.masks = [mask]
            let statement = try TableStatement(one, key: key, update: mask.column)
            return ColumnUpdate(sql: statement.select, parameters: statement.parameters)
        }
    }
}
