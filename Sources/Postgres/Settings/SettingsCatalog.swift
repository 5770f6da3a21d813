/// What a server knows of its settings: names, types, ranges.
package struct SettingsCatalog: Hashable, Codable, Sendable {
    /// One row of `pg_settings`.
    package struct Setting: Hashable, Codable, Sendable {
        package enum Kind: String, Codable, Sendable { case bool, integer, real, string, `enum` }

        package let name: String
        package let kind: Kind
        /// What a number without unit counts, such as `8kB` or `ms`.
        package var unit: String?
        package var minimum: Double?
        package var maximum: Double?
        package var choices: [String] = []
        /// Whether it says something that cannot be changed.
        package var isFixed = false

        package init(
            name: String,
            kind: Kind,
            unit: String? = nil,
            minimum: Double? = nil,
            maximum: Double? = nil,
            choices: [String] = [],
            isFixed: Bool = false
        ) {
            self.name = name
            self.kind = kind
            self.unit = unit
            self.minimum = minimum
            self.maximum = maximum
            self.choices = choices
            self.isFixed = isFixed
        }
    }

    private let settings: [String: Setting]

    package init(_ settings: [Setting]) {
        self.settings = Dictionary(settings.map { ($0.name.lowercased(), $0) }, uniquingKeysWith: { first, _ in first })
    }

    /// Asks a server.
    /// - Throws: ``PostgresError``.
    package init(from connection: Connection) async throws {
        let rows = try await connection.query(
            """
            SELECT name, vartype, unit, min_val, max_val, array_to_string(enumvals, E'\\n'), context = 'internal'
            FROM pg_settings
            """
        )
        self.init(rows.compactMap { Setting(row: $0) })
    }

    /// Checks a setting.
    ///
    /// Names with a dot that the server does not know are allowed, as in PostgreSQL: a library that is loaded later may
    /// define them.
    /// - Throws: ``SettingError``.
    package func validate(_ name: String, _ value: String) throws {
        guard let setting = settings[name.lowercased()] else {
            if name.contains(".") { return }
            let similar = nearest(to: name.lowercased()).map { " Did you mean \($0)?" } ?? ""
            throw SettingError(name, "\(name) is not a setting of this version of PostgreSQL.\(similar)")
        }
        guard !setting.isFixed else { throw SettingError(name, "\(name) cannot be changed. Remove it.") }
        guard let problem = setting.problem(with: value) else { return }
        throw SettingError(name, "“\(value.prefix(100))” is no value of \(name): \(problem).")
    }

    private func nearest(to name: String) -> String? {
        let ranked = settings.keys.map { (distance: editDistance($0, name), name: $0) }
            .min { ($0.distance, $0.name) < ($1.distance, $1.name) }
        guard let ranked, ranked.distance <= 3 else { return nil }
        return ranked.name
    }
}

extension SettingsCatalog.Setting {
    fileprivate init?(row: [String?]) {
        guard row.count == 7, let name = row[0], let kind = row[1].flatMap({ Kind(rawValue: $0) }) else { return nil }
        self.init(
            name: name,
            kind: kind,
            unit: row[2],
            minimum: row[3].flatMap { Double($0) },
            maximum: row[4].flatMap { Double($0) },
            choices: row[5]?.split(separator: "\n", omittingEmptySubsequences: false).map(String.init) ?? [],
            isFixed: row[6] == "t"
        )
    }

    /// What is wrong with a value; `nil` if nothing is.
    package func problem(with value: String) -> String? {
        switch kind {
        case .string: return nil
        case .bool: return isBoolean(value) ? nil : "it is on or off"
        case .enum:
            let isChoice = choices.contains { $0.lowercased() == value.lowercased() }
            return isChoice ? nil : "it is one of \(choices.filter { !$0.isEmpty }.joined(separator: ", "))"
        case .integer, .real:
            guard let quantity = Quantity(parsing: value) else { return "it is a number\(unitHint)" }
            guard let number = quantity.value(in: unit) else { return "its unit must be\(unitHint)" }
            let rounded = kind == .integer ? number.rounded(.toNearestOrEven) : number
            let isInRange = rounded >= minimum ?? -.infinity && rounded <= maximum ?? .infinity
            return isInRange ? nil : "it is from \(Self.text(minimum)) to \(Self.text(maximum))\(unitHint)"
        }
    }

    private var unitHint: String {
        guard let unit else { return kind == .integer && minimum != nil ? " without unit" : "" }
        return Quantity.isTime(unit)
            ? " (unit \(unit); us, ms, s, min, h or d)" : " (unit \(unit); B, kB, MB, GB or TB)"
    }

    /// Any beginning of a word that is not the beginning of another.
    private func isBoolean(_ value: String) -> Bool {
        let value = value.lowercased()
        if ["1", "0", "on", "off", "of"].contains(value) { return true }
        return !value.isEmpty && ["true", "false", "yes", "no"].contains { $0.hasPrefix(value) }
    }

    private static func text(_ number: Double?) -> String {
        guard let number else { return "any" }
        return number == number.rounded() && abs(number) < 1e15 ? String(Int(number)) : String(number)
    }
}

/// How many characters must be changed, added or dropped to get from one text to another.
private func editDistance(_ left: String, _ right: String) -> Int {
    let left = Array(left.utf8), right = Array(right.utf8)
    var row = Array(0...right.count)
    for (i, a) in left.enumerated() {
        var diagonal = row[0]
        row[0] = i + 1
        for (j, b) in right.enumerated() {
            let above = row[j + 1]
            row[j + 1] = min(above + 1, row[j] + 1, diagonal + (a == b ? 0 : 1))
            diagonal = above
        }
    }
    return row[right.count]
}
