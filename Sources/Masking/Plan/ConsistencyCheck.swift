/// Compares what rules do with what the schema demands.
struct ConsistencyCheck {
    let schema: DatabaseSchema
    let assignment: RuleAssignment
    private(set) var problems: [MaskingProblem] = []

    init(schema: DatabaseSchema, assignment: RuleAssignment) {
        self.schema = schema
        self.assignment = assignment
    }

    mutating func run(_ masks: [Int: [ColumnMask]]) {
        for table in schema.tables {
            checkRows(of: table)
            let masks = (masks[table.id] ?? []).filter { $0.rule.strategy != .keep || !$0.paths.isEmpty }
            if table.kind == .foreign, !masks.isEmpty {
                report(table.qualifiedName, "is a foreign table: its rows are elsewhere", "drop it, or mask it there")
                continue
            }
            for mask in masks { check(mask, of: table) }
            checkUniqueness(masks, table)
            checkPartitionKey(masks, table)
        }
        if schema.largeObjects > 0, assignment.rules.largeObjects ?? .halt == .halt {
            report(
                "large objects",
                "there are \(schema.largeObjects), and no rule can look into them",
                "set largeObjects to remove or keep"
            )
        }
    }

    mutating func report(_ place: String, _ reason: String, _ remedy: String) {
        problems.append(MaskingProblem(place: "\(schema.database): \(place)", reason: reason, remedy: remedy))
    }

    /// Rows that go away must not be referred to by rows that stay.
    private mutating func checkRows(of table: Table) {
        guard let rule = assignment.tableRules[table.id] else { return }
        if rule.strategy == .rows, (rule.where ?? "").isEmpty {
            report(table.qualifiedName, "has a rule rows without where", "say in where which rows stay")
        }
        for key in assignment.references
        where key.referencedTable == table.id && key.table != table.id && !key.isVirtual {
            guard assignment.tableRules[key.table] == nil, let other = assignment.index.tables[key.table] else {
                continue
            }
            report(
                table.qualifiedName,
                "loses rows that \(other.qualifiedName) refers to by \(key.name)",
                "add a rule truncate or rows for \(other.qualifiedName)"
            )
        }
    }

    private mutating func check(_ mask: ColumnMask, of table: Table) {
        let place = "\(table.qualifiedName).\(mask.column.name)"
        if mask.column.isGenerated {
            report(place, "is generated", "mask the columns that it is made of")
        }
        for path in mask.paths {
            if mask.column.kind != .json { report(place, "is no document, but a rule has a path", "remove the path") }
            checkParameters(path, .text(length: nil), place)
            checkKind(path.strategy, .text(length: nil), place, "the text at \(path.path ?? "")")
        }
        guard mask.rule.strategy != .keep else { return }
        checkKind(mask.rule.strategy, mask.column.kind, place, "the column")
        checkParameters(mask.rule, mask.column.kind, place)
        checkNull(mask, place)
        checkLength(mask, place)
        if let subject = mask.rule.subject, table.column(subject) == nil {
            report(place, "names the subject \(subject), which the table does not have", "name a column of the table")
        }
    }

    private mutating func checkKind(_ strategy: MaskingStrategy, _ kind: ValueKind, _ place: String, _ what: String) {
        if case .array(let element, _) = kind, strategy.worksOnElements {
            return checkKind(strategy, element, place, "an element of \(what)")
        }
        guard !strategy.suits(kind) else { return }
        report(place, "\(what) is \(kind.words), which \(strategy.rawValue) cannot mask", "choose another strategy")
    }

    private mutating func checkParameters(_ rule: MaskingRule, _ kind: ValueKind, _ place: String) {
        if let missing = rule.missingParameter(for: kind) {
            report(place, "\(rule.strategy.rawValue) needs `\(missing)`", "add it to the rule")
        }
        if let locale = rule.locale, FakeWords.all[locale] == nil {
            report(place, "the locale \(locale) is not known", "use \(MaskingRules.locales.joined(separator: ", "))")
        }
        if rule.strategy == .permute, let bits = rule.bits, bits < 4 || bits > 62 || bits % 2 != 0 {
            report(place, "permute cannot permute \(bits) bits", "use an even number from 4 to 62")
        }
    }

    private mutating func checkNull(_ mask: ColumnMask, _ place: String) {
        guard !mask.column.isNullable else { return }
        if mask.rule.strategy == .null { report(place, "must not be NULL", "use constant or another strategy") }
        if mask.rule.strategy == .default, mask.column.standard == nil {
            report(place, "must not be NULL and has no default", "use constant or another strategy")
        }
    }

    private mutating func checkLength(_ mask: ColumnMask, _ place: String) {
        guard let length = mask.length, let needed = mask.rule.leastLength, length < needed else { return }
        report(
            place,
            "has room for \(length) characters (or a column tied to it has), and \(mask.rule.strategy.rawValue) needs \(needed)",
            "use scramble, or widen the column"
        )
    }
}

// MARK: Uniqueness

extension ConsistencyCheck {
    private mutating func checkUniqueness(_ masks: [ColumnMask], _ table: Table) {
        for index in table.uniqueIndexes {
            for mask in masks where mask.rule.strategy != .keep && mask.rule.allowUniquenessLoss != true {
                let place = "\(table.qualifiedName).\(mask.column.name)"
                if index.columns.contains(mask.column.name) {
                    checkColumn(mask, of: index, place)
                } else if index.expressionColumns.contains(mask.column.name) {
                    checkExpression(mask, of: index, place)
                }
            }
        }
    }

    private mutating func checkColumn(_ mask: ColumnMask, of index: UniqueIndex, _ place: String) {
        let remains = index.isExclusion ? .notGuaranteed : mask.uniqueness
        guard remains < .preserved else { return }
        report(
            place,
            "is in the \(index.isExclusion ? "exclusion constraint" : "unique index") \(index.name), and "
                + "\(mask.rule.strategy.rawValue) \(remains == .lossy ? "makes different values equal" : "does not keep values apart")",
            "use a strategy that preserves uniqueness, or set allowUniquenessLoss if you know better"
        )
    }

    private mutating func checkExpression(_ mask: ColumnMask, of index: UniqueIndex, _ place: String) {
        let isLower = (index.expressions ?? "").hasPrefix("lower(")
        guard !isLower || ![.email, .username, .hash].contains(mask.rule.strategy) else { return }
        report(
            place,
            "is in an expression of the unique index \(index.name)",
            "set allowUniquenessLoss; the index is built again after masking, which fails if values are equal"
        )
    }

    private mutating func checkPartitionKey(_ masks: [ColumnMask], _ table: Table) {
        for mask in masks where table.partitionKey.contains(mask.column.name) {
            report(
                "\(table.qualifiedName).\(mask.column.name)",
                "decides in which partition a row is",
                "keep it; mask other columns"
            )
        }
    }
}

extension ColumnMask {
    /// Rows without the condition keep their values, which the new ones may equal.
    var uniqueness: Uniqueness {
        guard rule.where != nil else { return rule.uniqueness }
        return min(rule.uniqueness, .notGuaranteed)
    }
}
