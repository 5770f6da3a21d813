extension ValueExpression {
    /// Invented texts that depend on the digest alone.
    mutating func fake(_ mask: ColumnMask, _ value: String, _ d: String) throws -> String {
        let rule = mask.rule
        let words = FakeWords.all[rule.locale ?? "en"]
        guard let words, let plain = FakeWords.all["en"] else { return "NULL" }
        let hex = "encode(substr(\(d), 5, 8), 'hex')"
        let room = mask.length ?? .max
        switch rule.strategy {
        case .firstName: return pick(words.firstNames, d, 0)
        case .lastName: return pick(words.lastNames, d, 2)
        case .name: return "\(pick(words.firstNames, d, 0)) || ' ' || \(pick(words.lastNames, d, 2))"
        case .email:
            let name = "lower(\(pick(plain.firstNames, d, 0)) || '.' || \(pick(plain.lastNames, d, 2))) || '.'"
            return "\(room >= 64 ? name : "'u'") || \(hex) || '@example.com'"
        case .username: return "\(room >= 40 ? "lower(\(pick(plain.firstNames, d, 0)))" : "'u'") || \(hex)"
        case .address:
            let (house, street) = ("(1 + get_byte(\(d), 2) % 199)::text", pick(words.streets, d, 0))
            return words.numberIsFirst ? "\(house) || ' ' || \(street)" : "\(street) || ' ' || \(house)"
        case .city: return pick(words.cities, d, 0)
        case .company: return "\(pick(words.lastNames, d, 0)) || ' ' || \(pick(words.companies, d, 2))"
        case .url: return "'https://' || \(hex) || '.example/'"
        case .hash: return hash(mask, d)
        case .uuid: return uuid(d)
        case .ip: return address(mask, value, d)
        case .mac: return "regexp_replace('02' || encode(substr(\(d), 1, 5), 'hex'), '(..)(?=.)', '\\1:', 'g')"
        case .text: return filler(value, d)
        default: return "NULL"
        }
    }

    /// A word of a list; elements of the type `name` have one size, so that any is found at once.
    private mutating func pick(_ list: [String], _ d: String, _ place: Int) -> String {
        let parameter = parameter(PostgresArray.text(list), "name[]")
        return "(\(parameter))[1 + (\(number(d, place, 2))) % \(list.count)]::text"
    }

    private func hash(_ mask: ColumnMask, _ d: String) -> String {
        switch mask.column.kind {
        case .bytes: d
        case .uuid: uuid(d)
        default: "left(encode(\(d), 'hex'), \(min(mask.length ?? 64, 64)))"
        }
    }

    private func uuid(_ d: String) -> String {
        "overlay(overlay(encode(substr(\(d), 1, 16), 'hex') placing '4' from 13) placing '8' from 17)::uuid"
    }

    private func address(_ mask: ColumnMask, _ value: String, _ d: String) -> String {
        let isSix = mask.column.kind == .address ? "family(\(value)) = 6" : "\(value) LIKE '%:%'"
        let six = "regexp_replace('fd' || encode(substr(\(d), 1, 15), 'hex'), '(.{4})(?=.)', '\\1:', 'g')"
        let four = "'10.' || get_byte(\(d), 0) || '.' || get_byte(\(d), 1) || '.' || get_byte(\(d), 2)"
        return "CASE WHEN \(isSix) THEN \(six) ELSE \(four) END"
    }

    /// Text of the same length.
    private mutating func filler(_ value: String, _ d: String) -> String {
        let text = parameter(FakeWords.filler, "text")
        let size = FakeWords.filler.count
        return
            "substr(repeat(\(text), length(\(value)) / \(size) + 2), 1 + get_byte(\(d), 0) % \(size), length(\(value)))"
    }
}
