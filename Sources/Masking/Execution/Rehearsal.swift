import Postgres

/// Masks some rows of a table without writing them, to find what a schema does not tell.
struct Rehearsal: Sendable {
    let plan: TablePlan
    let database: String
    let key: MaskingKey

    private static let rows = 1000
    private static let values = 200

    /// - Throws: ``MaskingError`` if SQL of a rule fails, or new rows break a constraint.
    func run(_ connection: Connection) async throws {
        guard !plan.isEmptied else { return }
        let statement = try TableStatement(plan, key: key, limit: Self.rows)
        let demands = try demands()
        let counts = demands.map { ", count(*) FILTER (WHERE NOT (\($0.condition)))" }.joined()
        let sql = "SELECT count(ROW(dblab_rows.*))\(counts) FROM (\(statement.select)) AS dblab_rows"
        let found: [String?]
        do { found = try await connection.query(sql, statement.parameters).first ?? [] } catch let error
            as PostgresError
        {
            throw MaskingError("rehearsal of \(plan.table.qualifiedName) in database \(database) failed", error)
        }
        let broken = zip(demands, found.dropFirst()).filter { $0.1 != "0" }
        guard broken.isEmpty else {
            let problems = broken.map { demand, count in
                MaskingProblem(
                    place: "\(database): \(plan.table.qualifiedName)",
                    reason: "\(count ?? "some") of the first \(Self.rows) rows would break \(demand.name)",
                    remedy: "change the rules"
                )
            }
            throw MaskingError("masking of database \(database) is refused", problems: problems)
        }
    }

    private func demands() throws -> [(name: String, condition: String)] {
        let generated = Set(plan.table.columns.filter(\.isGenerated).map(\.name))
        let masked = Set(plan.masks.map(\.column.name))
        let checks = plan.table.checks
            .filter { !$0.columns.isDisjoint(with: masked) && $0.columns.isDisjoint(with: generated) }
            .map { (name: "the constraint \($0.name)", condition: $0.condition) }
        let notNull = try plan.masks.filter { !$0.column.isNullable }.map {
            (name: "NOT NULL of \($0.column.name)", condition: "\(try quoteIdentifier($0.column.name)) IS NOT NULL")
        }
        return checks + notNull
    }

    /// Hashes of some old values that must not be found afterwards, by column.
    func samples(_ connection: Connection) async throws -> [OldValues] {
        guard !plan.isEmptied else { return [] }
        var result: [OldValues] = []
        for mask in plan.masks where mask.leavesNoOldValue {
            let column = try quoteIdentifier(mask.column.name)
            let shortest = [.scramble, .iban].contains(mask.rule.strategy) ? 16 : 1
            let rows = try await connection.query(
                """
                SELECT DISTINCT hashtextextended(\(column)::text, 0) FROM
                (SELECT \(column) FROM ONLY \(try plan.table.sqlName) WHERE length(\(column)::text) >= \(shortest)
                LIMIT \(Self.values)) AS rows
                """
            )
            let hashes = rows.compactMap { $0[0] }
            if !hashes.isEmpty { result.append(OldValues(column: column, hashes: hashes)) }
        }
        return result
    }
}

/// What some values of a column were.
struct OldValues: Sendable {
    /// Its name for SQL.
    let column: String
    let hashes: [String]
}

extension ColumnMask {
    /// Whether old values must not be found among the new ones.
    fileprivate var leavesNoOldValue: Bool {
        guard rule.strategy.makesOldValuesImprobable, rule.where == nil, paths.isEmpty else { return false }
        guard (rule.keepFirst ?? 0) + (rule.keepLast ?? 0) == 0 else { return false }
        return (length ?? .max) >= 16 && column.kind.isText
    }
}
