/// Finds the rule of each column: by name, by reference, by policy.
struct RuleAssignment {
    let rules: MaskingRules
    let schema: DatabaseSchema
    private(set) var columnRules: [ColumnPlace: MaskingRule] = [:]
    private(set) var pathRules: [ColumnPlace: [MaskingRule]] = [:]
    private(set) var tableRules: [Int: MaskingRule] = [:]
    private(set) var kept: Set<KeptColumn> = []
    private(set) var problems: [MaskingProblem] = []
    /// Foreign keys with those that exist by agreement only.
    private(set) var references: [ForeignKey] = []
    private(set) var components: [[ColumnPlace]] = []
    let index: SchemaIndex

    init(rules: MaskingRules, schema: DatabaseSchema) {
        self.rules = rules
        self.schema = schema
        index = SchemaIndex(schema)
    }

    /// The last rule that matches wins; those of partitioned tables and parents count for their children.
    mutating func assign() {
        for rule in rules.rules {
            var found = false
            for table in schema.tables where matches(rule, table) {
                guard !rule.strategy.concernsTable else {
                    tableRules[table.id] = rule
                    found = true
                    continue
                }
                for column in table.columns where rule.concerns(column: column.name) {
                    found = true
                    assign(rule, to: ColumnPlace(table: table.id, column: column.name))
                }
            }
            // A label may be on what was not copied.
            if !found, rule.isFromLabel != true, concernsThisDatabaseAlone(rule) {
                report(rule.title, "matches nothing", "correct the names, or remove the rule")
            }
        }
    }

    private mutating func assign(_ rule: MaskingRule, to place: ColumnPlace) {
        guard let path = rule.path else {
            columnRules[place] = rule
            return
        }
        pathRules[place, default: []].removeAll { $0.path == path }
        pathRules[place, default: []].append(rule)
    }

    private func matches(_ rule: MaskingRule, _ table: Table) -> Bool {
        guard !table.belongsToExtension else { return false }
        return index.withAncestors([table.id]).contains { id in
            index.tables[id].map { rule.concerns(database: schema.database, table: $0) } ?? false
        }
    }

    /// A rule for all databases may well match in another one.
    private func concernsThisDatabaseAlone(_ rule: MaskingRule) -> Bool {
        guard let database = rule.database else { return false }
        return database == schema.database
    }

    mutating func report(_ place: String, _ reason: String, _ remedy: String) {
        problems.append(MaskingProblem(place: "\(schema.database): \(place)", reason: reason, remedy: remedy))
    }

    func title(_ place: ColumnPlace) -> String {
        "\(index.tables[place.table]?.qualifiedName ?? "?").\(place.column)"
    }
}

/// A column of a table.
struct ColumnPlace: Hashable, Sendable, Comparable {
    let table: Int
    let column: String

    static func < (left: Self, right: Self) -> Bool { (left.table, left.column) < (right.table, right.column) }
}

// MARK: References

extension RuleAssignment {
    /// Columns that refer to each other get the rule of the column that all of them refer to.
    mutating func followReferences() {
        references = schema.foreignKeys + virtualReferences()
        var groups = ColumnGroups()
        for key in references {
            for (from, to) in zip(key.columns, key.referencedColumns) {
                groups.join(
                    ColumnPlace(table: key.table, column: from),
                    ColumnPlace(table: key.referencedTable, column: to)
                )
            }
        }
        for table in schema.tables {
            for parent in table.parents {
                for column in table.columns where index.tables[parent]?.column(column.name) != nil {
                    groups.join(
                        ColumnPlace(table: table.id, column: column.name),
                        ColumnPlace(table: parent, column: column.name)
                    )
                }
            }
        }
        components = groups.all
        let referenced = Set(
            references.flatMap { key in
                key.referencedColumns.map { ColumnPlace(table: key.referencedTable, column: $0) }
            }
        )
        for component in components { spread(component, referenced) }
    }

    private mutating func spread(_ component: [ColumnPlace], _ referenced: Set<ColumnPlace>) {
        // Whoever keeps what is tied to something masked has not seen that: masking wins.
        let given = component.filter { (columnRules[$0]?.strategy ?? .keep) != .keep }
        guard let first = given.first, let rule = columnRules[first] else {
            guard let place = component.first(where: { columnRules[$0] != nil }), let rule = columnRules[place] else {
                return
            }
            for place in component where columnRules[place] == nil { columnRules[place] = rule }
            return
        }
        let isReferenced = component.contains { referenced.contains($0) }
        for other in given.dropFirst() where isReferenced && !rule.hasEffect(of: columnRules[other]) {
            report(
                title(other),
                "is tied to \(title(first)) by a reference, but has another rule",
                "give both the same strategy, domain and parameters, or a rule to one of them only"
            )
        }
        guard isReferenced else { return }
        if !rule.strategy.isFunctionOfValue || rule.where != nil {
            report(
                title(first),
                "is part of a reference, and \(rule.strategy.rawValue)\(rule.where == nil ? "" : " with where") "
                    + "would not give equal values to equal values",
                "use permute, hash, scramble, email or another strategy that depends on the value alone"
            )
        }
        for place in component where (columnRules[place]?.strategy ?? .keep) == .keep { columnRules[place] = rule }
    }

    private mutating func virtualReferences() -> [ForeignKey] {
        var result: [ForeignKey] = []
        for reference in rules.references ?? []
        where NamePattern(reference.database ?? "*").matches(schema.database) {
            guard let from = place(reference.from), let to = place(reference.to) else {
                if reference.database == schema.database {
                    report(
                        "reference \(reference.from) → \(reference.to)",
                        "names a column that does not exist",
                        "write schema.table.column"
                    )
                }
                continue
            }
            result.append(
                ForeignKey(
                    name: "reference",
                    table: from.table,
                    columns: [from.column],
                    referencedTable: to.table,
                    referencedColumns: [to.column],
                    definition: "",
                    isDerived: true,
                    isVirtual: true
                )
            )
        }
        return result
    }

    private func place(_ text: String) -> ColumnPlace? {
        for table in schema.tables where text.hasPrefix(table.qualifiedName + ".") {
            let column = String(text.dropFirst(table.qualifiedName.count + 1))
            if table.column(column) != nil { return ColumnPlace(table: table.id, column: column) }
        }
        return nil
    }
}

extension MaskingRule {
    /// Whether both do the same to a value.
    fileprivate func hasEffect(of other: MaskingRule?) -> Bool {
        guard var other else { return false }
        (other.table, other.columns, other.database) = (table, columns, database)
        (other.reviewedBy, other.reason) = (reviewedBy, reason)
        return other == self
    }
}

// MARK: The rest

extension RuleAssignment {
    /// Columns without a rule: an error, NULL, or nothing.
    mutating func coverTheRest() {
        let policy = rules.unknownColumns ?? .halt
        let tablesWithRules = Set(columnRules.keys.map(\.table)).union(pathRules.keys.map(\.table))
        for table in schema.tables where table.kind != .foreign && !table.belongsToExtension {
            guard tableRules[table.id]?.strategy != .truncate else { continue }
            guard rules.everything == true || hasOwnRules(table, tablesWithRules) else {
                if tablesWithRules.contains(table.id) { keepUnlabelled(of: table) }
                continue
            }
            for column in table.columns where !column.isGenerated { cover(column, of: table, policy) }
        }
    }

    /// A rule that came along a foreign key alone does not ask for rules of all other columns.
    private func hasOwnRules(_ table: Table, _ tables: Set<Int>) -> Bool {
        guard tables.contains(table.id) else { return false }
        return rules.rules.contains {
            !$0.strategy.concernsTable && $0.isFromLabel != true && matches($0, table) && $0.table != "*"
        }
    }

    /// Whoever labels columns means these only; the report says what stays.
    private mutating func keepUnlabelled(of table: Table) {
        guard rules.rules.contains(where: { $0.isFromLabel == true && matches($0, table) }) else { return }
        for column in table.columns where !column.isGenerated {
            let place = ColumnPlace(table: table.id, column: column.name)
            guard (columnRules[place]?.strategy ?? .keep) == .keep, pathRules[place] == nil else { continue }
            guard columnRules[place]?.isLeftToExtension != true else { continue }
            let reason = columnRules[place]?.reason ?? "no label"
            kept.insert(KeptColumn(column: title(place), reviewedBy: nil, reason: reason))
        }
    }

    private mutating func cover(_ column: Column, of table: Table, _ policy: MaskingRules.UnknownColumns) {
        let place = ColumnPlace(table: table.id, column: column.name)
        if let rule = columnRules[place] {
            guard rule.strategy == .keep, rule.isLeftToExtension != true, pathRules[place] == nil else { return }
            kept.insert(KeptColumn(column: title(place), reviewedBy: rule.reviewedBy, reason: rule.reason))
            return
        }
        guard pathRules[place] == nil else { return }
        switch policy {
        case .allow:
            kept.insert(KeptColumn(column: title(place), reviewedBy: nil, reason: "unknownColumns: allow"))
        case .null where column.isNullable:
            columnRules[place] = MaskingRule(table: table.name, columns: [column.name], strategy: .null)
        case .null:
            report(title(place), "has no rule and cannot be NULL", "add a rule for it; keep leaves it as it is")
        case .halt:
            report(
                title(place),
                "is new or unknown: no rule mentions it (\(column.kind.words))",
                "add a rule for it; keep leaves it as it is"
            )
        }
    }

    /// What becomes of columns, by tables.
    func masks() -> [Int: [ColumnMask]] {
        var result: [Int: [ColumnMask]] = [:]
        var ties: [ColumnPlace: [ColumnPlace]] = [:]
        for component in components { for place in component { ties[place] = component } }
        for table in schema.tables {
            for column in table.columns {
                let place = ColumnPlace(table: table.id, column: column.name)
                let paths = pathRules[place] ?? []
                guard let rule = columnRules[place] ?? paths.first.map({ _ in .keeping(column) }) else { continue }
                let tied = ties[place] ?? [place]
                let columns = tied.compactMap { index.tables[$0.table]?.column($0.column) }
                result[table.id, default: []].append(
                    ColumnMask(
                        column: column,
                        rule: rule.filledIn(locale: rules.locale),
                        paths: paths.map { $0.filledIn(locale: rules.locale) },
                        length: columns.compactMap(\.kind.length).min(),
                        bits: columns.compactMap(\.kind.bits).min()
                    )
                )
            }
        }
        return result
    }
}

extension MaskingRule {
    fileprivate static func keeping(_ column: Column) -> MaskingRule {
        MaskingRule(table: "", columns: [column.name], strategy: .keep)
    }

    fileprivate func filledIn(locale: String?) -> MaskingRule {
        var result = self
        result.locale = self.locale ?? locale ?? "en"
        result.domain = domain ?? strategy.rawValue
        return result
    }
}
