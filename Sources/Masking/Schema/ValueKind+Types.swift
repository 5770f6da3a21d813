extension ValueKind {
    /// - Parameters:
    ///   - type: the name of the base type in the catalog.
    ///   - modifier: its `atttypmod`, or -1.
    ///   - labels: those of an enumeration, as an array.
    ///   - array: the element type of an array, as SQL writes it and as the catalog does, joined by `|`.
    static func of(type: String, modifier: Int, labels: String?, array: String?) -> ValueKind {
        if let array {
            let parts = array.split(separator: "|", maxSplits: 1).map(String.init)
            let element = of(type: parts.first ?? "", modifier: modifier, labels: labels, array: nil)
            return .array(of: element, type: parts.last ?? "")
        }
        if let labels { return .choice(PostgresArray.elements(labels)) }
        if let kind = plain[type] { return kind }
        switch type {
        case "varchar", "bpchar": return .text(length: modifier >= 4 ? modifier - 4 : nil)
        case "numeric": return .number(scale: modifier >= 4 ? (modifier - 4) & 0x7ff : nil)
        default: return .other(type)
        }
    }

    private static let plain: [String: ValueKind] = [
        "text": .text(length: nil), "citext": .text(length: nil), "name": .text(length: 63),
        "int2": .integer(bits: 16), "int4": .integer(bits: 32), "int8": .integer(bits: 64),
        "float4": .number(scale: nil), "float8": .number(scale: nil), "date": .date, "timestamp": .timestamp,
        "timestamptz": .timestamp, "uuid": .uuid, "inet": .address, "cidr": .address, "macaddr": .hardwareAddress,
        "bytea": .bytes, "json": .json, "jsonb": .json, "bool": .truth,
    ]

    /// Of text.
    var length: Int? {
        if case .text(let length) = self { return length }
        return nil
    }

    /// Of whole numbers.
    var bits: Int? {
        if case .integer(let bits) = self { return bits }
        return nil
    }
}
