import Postgres

/// Writes the SQL that makes new values from old ones; secrets become parameters.
struct ValueExpression {
    /// What `$1`, `$2` and so on stand for.
    private(set) var parameters: [String] = []
    private var numbers: [String: Int] = [:]
    let key: MaskingKey

    init(key: MaskingKey) { self.key = key }

    /// HMAC of a text in a domain.
    mutating func digest(of text: String, domain: String) -> String {
        "\(MaskingFunctions.schema).mac(\(text), \(keys(domain)))"
    }

    /// - Parameters:
    ///   - value: SQL of the old value.
    ///   - digest: SQL of its digest, cheap enough to be repeated; empty if the strategy needs none.
    mutating func masked(_ mask: ColumnMask, _ value: String, digest d: String) throws -> String {
        let rule = mask.rule
        switch rule.strategy {
        case .keep: return value
        case .null: return "NULL"
        case .default: return mask.column.standard ?? "NULL"
        case .constant: return unlessNull(value, try quoteLiteral(rule.value ?? ""))
        case .sql: return rule.value ?? "NULL"
        case .choice: return unlessNull(value, try choice(rule, mask.column.kind, d))
        case .partial: return try partial(rule, value)
        case .regexp:
            let (pattern, replacement) = (try quoteLiteral(rule.pattern ?? ""), try quoteLiteral(rule.value ?? ""))
            return "regexp_replace(\(value), \(pattern), \(replacement), 'g')"
        case .json:
            let kept = "\(try quoteLiteral(PostgresArray.text(rule.keepKeys ?? [])))::text[]"
            return call("redact", "(\(value))::jsonb", keys(rule.domain), kept)
        case .permute:
            let bits = rule.bits ?? ((mask.bits ?? 32) - 2)
            return call("permute", "(\(value))::bigint", innerKey(rule.domain), String(bits))
        case .noise: return noise(mask, value, d)
        case .shift: return shift(mask, value, d)
        case .generalise: return try generalise(mask, value)
        case .scramble, .phone, .postcode, .iban, .card: return keyedText(rule, value)
        default: return try fake(mask, value, d)
        }
    }

    private func unlessNull(_ value: String, _ expression: String) -> String {
        "CASE WHEN (\(value)) IS NULL THEN NULL ELSE \(expression) END"
    }

    func call(_ name: String, _ arguments: String...) -> String {
        "\(MaskingFunctions.schema).\(name)(\(arguments.joined(separator: ", ")))"
    }

    mutating func parameter(_ value: String, _ type: String) -> String {
        if let number = numbers[value] { return "$\(number)::\(type)" }
        parameters.append(value)
        numbers[value] = parameters.count
        return "$\(parameters.count)::\(type)"
    }

    private mutating func keys(_ domain: String?) -> String {
        let blocks = key.blocks(domain: domain ?? "")
        return "\(parameter(blocks.inner, "bytea")), \(parameter(blocks.outer, "bytea"))"
    }

    private mutating func innerKey(_ domain: String?) -> String {
        parameter(key.blocks(domain: domain ?? "").inner, "bytea")
    }

    private mutating func keyedText(_ rule: MaskingRule, _ value: String) -> String {
        let keys = keys(rule.domain)
        switch rule.strategy {
        case .iban: return call("iban", value, keys)
        case .card: return call("card", value, keys, String(min(max(rule.keepFirst ?? 0, 0), 8)))
        case .phone where rule.keepFirst == nil:
            let country = "CASE WHEN left(\(value), 1) = '+' THEN 3 ELSE 0 END"
            return "left(\(value), \(country)) || " + call("scramble", "substr(\(value), \(country) + 1)", keys)
        default:
            let (first, last) = (max(rule.keepFirst ?? 0, 0), max(rule.keepLast ?? 0, 0))
            guard first + last > 0 else { return call("scramble", value, keys) }
            let middle = "substr(\(value), \(first + 1), greatest(length(\(value)) - \(first + last), 0))"
            return "CASE WHEN length(\(value)) <= \(first + last) THEN \(call("scramble", value, keys)) "
                + "ELSE left(\(value), \(first)) || \(call("scramble", middle, keys)) || right(\(value), \(last)) END"
        }
    }

    private func partial(_ rule: MaskingRule, _ value: String) throws -> String {
        let (first, last) = (max(rule.keepFirst ?? 0, 0), max(rule.keepLast ?? 0, 0))
        let star = try quoteLiteral(String((rule.value ?? "*").prefix(1)))
        return "CASE WHEN length(\(value)) <= \(first + last) THEN repeat(\(star), length(\(value))) "
            + "ELSE left(\(value), \(first)) || repeat(\(star), length(\(value)) - \(first + last)) "
            + "|| right(\(value), \(last)) END"
    }

    private mutating func choice(_ rule: MaskingRule, _ kind: ValueKind, _ d: String) throws -> String {
        var choices = rule.choices ?? []
        if choices.isEmpty {
            switch kind {
            case .choice(let labels): choices = labels
            case .truth: choices = ["true", "false"]
            default: break
            }
        }
        let list = try quoteLiteral(PostgresArray.text(choices))
        return "(\(list)::text[])[1 + (\(number(d, 0, 2))) % \(max(choices.count, 1))]"
    }

    // MARK: Numbers and moments

    private func noise(_ mask: ColumnMask, _ value: String, _ d: String) -> String {
        let share = Double(mask.rule.percent ?? 10) / 100
        let factor = "(1 + \(share) * (2 * ((\(number(d, 0, 3))) / 16777215.0) - 1))"
        switch mask.column.kind {
        case .integer: return "round((\(value))::numeric * \(factor))"
        case .number(let scale?): return "round((\(value)) * \(factor), \(scale))"
        default:
            return mask.column.type == "numeric"
                ? "round((\(value)) * \(factor), scale(\(value)))" : "(\(value))::float8 * (\(factor))::float8"
        }
    }

    private func shift(_ mask: ColumnMask, _ value: String, _ d: String) -> String {
        let days = max(mask.rule.days ?? 30, 1)
        let distance =
            "((CASE WHEN get_byte(\(d), 3) % 2 = 0 THEN 1 ELSE -1 END) * (1 + (\(number(d, 0, 3))) % \(days)))"
        return mask.column.kind == .date ? "(\(value)) + \(distance)" : "(\(value)) + \(distance) * interval '1 day'"
    }

    private func generalise(_ mask: ColumnMask, _ value: String) throws -> String {
        let unit = try quoteLiteral(mask.rule.value ?? "")
        if mask.column.kind == .date || mask.column.kind == .timestamp { return "date_trunc(\(unit), \(value))" }
        return "floor((\(value))::numeric / \(unit)::numeric) * \(unit)::numeric"
    }

    /// A number from some bytes of a digest.
    func number(_ d: String, _ first: Int, _ count: Int) -> String {
        (0..<count).map { place in
            let shift = 8 * (count - 1 - place)
            return "(get_byte(\(d), \(first + place)) << \(shift))"
        }.joined(separator: " | ")
    }
}
