/// A way to replace values; each is plain SQL.
package enum MaskingStrategy: String, Codable, CaseIterable, Sendable {
    // Simple ones.
    case keep, `default`, constant, sql, choice, shuffle
    /// YAML takes a bare `null` for nothing at all.
    case null = "setNull"
    // Text.
    case partial, regexp, hash, scramble, text
    // Deterministic fakes.
    case firstName, lastName, name, email, username, phone, address, city, postcode, company, iban, card, url, ip, mac
    case uuid
    // Numbers, moments, documents.
    case permute, noise, shift, generalise, json
    // Whole tables.
    case truncate, rows

    /// Whether it is about rows rather than a column.
    package var concernsTable: Bool { self == .truncate || self == .rows }

    /// What becomes of values that differ.
    var uniqueness: Uniqueness {
        switch self {
        case .keep, .shuffle, .hash, .scramble, .email, .username, .phone, .iban, .url, .uuid, .permute: .preserved
        case .name, .address, .card, .ip, .mac, .postcode, .noise, .shift, .json: .notGuaranteed
        default: .lossy
        }
    }

    /// Whether the new value depends on the old value alone, so that equal values stay equal everywhere.
    var isFunctionOfValue: Bool {
        switch self {
        case .shuffle, .sql, .null, .default, .truncate, .rows: false
        default: true
        }
    }

    /// Whether a secret decides about the new value.
    var isKeyed: Bool {
        switch self {
        case .keep, .null, .default, .constant, .sql, .partial, .regexp, .generalise, .truncate, .rows: false
        default: true
        }
    }

    /// Whether an old value among the new ones is a failure rather than chance.
    var makesOldValuesImprobable: Bool { [.hash, .scramble, .email, .username, .url, .uuid, .iban].contains(self) }
}

/// What a strategy does to values that differ.
package enum Uniqueness: String, Sendable, Comparable {
    /// They become the same as a rule.
    case lossy
    /// They may become the same.
    case notGuaranteed
    /// They stay different.
    case preserved

    private var rank: Int { self == .lossy ? 0 : self == .notGuaranteed ? 1 : 2 }

    package static func < (left: Self, right: Self) -> Bool { left.rank < right.rank }
}
