import Postgres

extension MaskingPlan {
    /// Decides what is to be done.
    /// - Throws: ``MaskingError`` with everything that rules and schema do not agree in.
    package static func make(_ rules: MaskingRules, for schema: DatabaseSchema) throws -> MaskingPlan {
        var assignment = RuleAssignment(rules: rules, schema: schema)
        assignment.assign()
        assignment.followReferences()
        assignment.coverTheRest()
        let masks = assignment.masks()
        var check = ConsistencyCheck(schema: schema, assignment: assignment)
        check.run(masks)
        let problems = assignment.problems + check.problems
        guard problems.isEmpty else {
            throw MaskingError("masking of database \(schema.database) is refused", problems: problems.unique)
        }
        return try MaskingPlan(rules, schema, assignment, masks)
    }

    private init(
        _ rules: MaskingRules,
        _ schema: DatabaseSchema,
        _ assignment: RuleAssignment,
        _ masks: [Int: [ColumnMask]]
    ) throws {
        database = schema.database
        tables = schema.tables.compactMap { table in
            let rows = assignment.tableRules[table.id]
            let masks = (masks[table.id] ?? []).filter { $0.rule.strategy != .keep || !$0.paths.isEmpty }
            guard table.kind == .plain, !masks.isEmpty || rows != nil else { return nil }
            return TablePlan(
                table: table,
                masks: masks,
                rowsKept: rows?.strategy == .rows ? rows?.where : nil,
                isEmptied: rows?.strategy == .truncate
            )
        }
        let left = assignment.columnRules.filter { $0.value.isLeftToExtension == true }
        tablesOfExtension = Set(left.keys.map(\.table))
        let touched = assignment.index.withAncestors(Set(tables.map(\.table.id)).union(tablesOfExtension))
        foreignKeys = schema.foreignKeys.filter {
            !$0.isDerived && (touched.contains($0.table) || touched.contains($0.referencedTable))
        }
        refreshes = touched.isEmpty ? [] : schema.refreshes
        largeObjects = rules.largeObjects ?? .halt
        kept = assignment.kept.sorted { $0.column < $1.column }
        names = try schema.tables.reduce(into: [:]) { $0[$1.id] = try $1.sqlName }
    }
}

extension Table {
    /// As SQL writes it.
    package var sqlName: String {
        get throws { "\(try quoteIdentifier(schema)).\(try quoteIdentifier(name))" }
    }
}

extension [MaskingProblem] {
    /// Each once, in order.
    fileprivate var unique: [MaskingProblem] {
        var seen: Set<MaskingProblem> = []
        return filter { seen.insert($0).inserted }
    }
}
