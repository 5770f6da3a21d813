package import Postgres

/// Looks for personal data in a database; values are counted, and never leave this type.
package struct DataScan {
    let connection: Connection
    let schema: DatabaseSchema
    let rules: MaskingRules
    let rows: Int

    /// - Parameter rows: how many of each table to look at.
    package init(_ connection: Connection, schema: DatabaseSchema, rules: MaskingRules, rows: Int = 500) {
        self.connection = connection
        self.schema = schema
        self.rules = rules
        self.rows = rows
    }

    package func findings() async throws -> [PersonalColumn] {
        var result: [PersonalColumn] = []
        let handled = RuleAssignment.handledColumns(rules, schema)
        for table in schema.tables where table.kind == .plain && !table.belongsToExtension {
            let content = try await content(of: table)
            for column in table.columns where !column.isGenerated {
                let place = ColumnPlace(table: table.id, column: column.name)
                result +=
                    finding(column, table, content[column.name], isHandled: handled.contains(place)).map { [$0] } ?? []
            }
        }
        return result
    }

    private func finding(_ column: Column, _ table: Table, _ content: Content?, isHandled: Bool) -> PersonalColumn? {
        let named = NameClues.kind(of: column.name) ?? column.comment.flatMap { NameClues.kind(of: $0) }
        let keyed = content?.keys.compactMap { NameClues.kind(of: $0) }.first
        let (common, share) = content?.mostCommon ?? (nil, 0)
        guard let kind = common ?? named ?? keyed, column.kind.mayIdentify(kind) || keyed != nil else { return nil }
        let agrees = common != nil && common == named
        var evidence: [String] = []
        if let common { evidence.append("\(Int(share * 100)) % of the values look like \(common.rawValue)") }
        if named != nil { evidence.append("its name or comment") }
        if let keyed { evidence.append("keys of documents (\(keyed.rawValue))") }
        return PersonalColumn(
            column: "\(table.qualifiedName).\(column.name)",
            table: table.qualifiedName,
            name: column.name,
            kind: kind,
            confidence: agrees ? 0.99 : common != nil ? max(share, 0.5) : named != nil ? 0.6 : 0.5,
            evidence: evidence,
            strategy: kind.strategy(for: column),
            isHandled: isHandled
        )
    }

    // MARK: Content

    /// What some values of a column look like.
    struct Content {
        var values = 0
        var kinds: [PersonalData: Int] = [:]
        var keys: Set<String> = []

        /// The kind of at least a tenth of the values, and their share.
        var mostCommon: (PersonalData?, Double) {
            guard values > 0, let (kind, count) = kinds.max(by: { $0.value < $1.value }) else { return (nil, 0) }
            let share = Double(count) / Double(values)
            return share >= 0.1 ? (kind, share) : (nil, share)
        }
    }

    private func content(of table: Table) async throws -> [String: Content] {
        let columns = table.columns.filter(\.kind.mayHoldText)
        guard !columns.isEmpty else { return [:] }
        let list = try columns.map { "left(\(try quoteIdentifier($0.name))::text, 10000)" }.joined(separator: ", ")
        // A part of each page of a large table; all of a small one.
        let share = min(100, max(0.01, Double(rows) * 300 / max(table.estimatedRows, 1)))
        let sample = table.estimatedRows > Double(rows) * 10 ? " TABLESAMPLE SYSTEM (\(share))" : ""
        let found = try await connection.query(
            "SELECT \(list) FROM ONLY \(try table.sqlName)\(sample) LIMIT \(rows)"
        )
        var result: [String: Content] = [:]
        for row in found {
            for (column, value) in zip(columns, row) {
                guard let value, !value.isEmpty else { continue }
                result[column.name, default: Content()].add(value, column.kind)
            }
        }
        return result
    }
}

extension DataScan.Content {
    mutating func add(_ value: String, _ kind: ValueKind) {
        values += 1
        if kind == .json {
            keys.formUnion(JSONKeys.all(in: value))
        } else if case .array = kind {
            if let found = PostgresArray.elements(value).lazy.compactMap({ ContentClues.kind(of: $0) }).first {
                kinds[found, default: 0] += 1
            }
        } else if let found = ContentClues.kind(of: value) {
            kinds[found, default: 0] += 1
        }
    }
}

/// Keys of a document, without understanding it: a text before a colon.
enum JSONKeys {
    static func all(in text: String) -> Set<String> {
        var result: Set<String> = []
        let parts = text.split(separator: "\"", omittingEmptySubsequences: false)
        for (part, next) in zip(parts, parts.dropFirst()) where next.drop(while: \.isWhitespace).first == ":" {
            result.insert(String(part))
        }
        return result
    }
}

extension ValueKind {
    fileprivate var mayHoldText: Bool {
        switch self {
        case .text, .json: true
        case .array(let element, _): element.isText
        default: false
        }
    }

    /// Whether a column of this type can hold what its name speaks of.
    fileprivate func mayIdentify(_ kind: PersonalData) -> Bool {
        switch self {
        case .truth: false
        case .integer, .number: [.phone, .card, .nationalID, .location, .salary, .postcode].contains(kind)
        case .date, .timestamp: kind == .birthday
        default: true
        }
    }
}
