extension MaskingStrategy {
    /// Whether arrays are masked element by element.
    var worksOnElements: Bool {
        switch self {
        case .keep, .null, .default, .constant, .sql, .shuffle, .truncate, .rows, .json, .shift, .noise, .generalise:
            false
        default: true
        }
    }

    /// Whether it can mask such values.
    func suits(_ kind: ValueKind) -> Bool {
        switch self {
        case .keep, .null, .default, .constant, .sql, .shuffle, .truncate, .rows: true
        case .permute: kind.bits != nil
        case .noise: kind.bits != nil || kind.isNumber
        case .shift: kind == .date || kind == .timestamp
        case .generalise: kind.bits != nil || kind.isNumber || kind == .date || kind == .timestamp
        case .json: kind == .json
        case .choice: true
        case .hash: kind.isText || kind == .bytes || kind == .uuid
        case .uuid: kind.isText || kind == .uuid
        case .ip: kind.isText || kind == .address
        case .mac: kind.isText || kind == .hardwareAddress
        default: kind.isText
        }
    }
}

extension ValueKind {
    var isText: Bool {
        if case .text = self { return true }
        return false
    }

    var isNumber: Bool {
        if case .number = self { return true }
        return false
    }
}

extension MaskingRule {
    /// What the strategy cannot do without.
    func missingParameter(for kind: ValueKind) -> String? {
        switch strategy {
        case .constant, .sql: value == nil ? "value" : nil
        case .generalise: value == nil ? "value" : nil
        case .regexp: pattern == nil ? "pattern" : nil
        case .choice: (choices ?? []).isEmpty && !kind.isChoice ? "choices" : nil
        default: nil
        }
    }

    /// The characters that new texts need to keep different values apart.
    var leastLength: Int? {
        switch strategy {
        case .hash: 16
        case .email: 29
        case .username: 17
        case .url: 33
        case .uuid: 36
        case .ip: 39
        case .mac: 17
        default: nil
        }
    }

    /// What becomes of values that differ.
    var uniqueness: Uniqueness { strategy.uniqueness }
}

extension ValueKind {
    fileprivate var isChoice: Bool {
        switch self {
        case .choice, .truth: true
        default: false
        }
    }
}
