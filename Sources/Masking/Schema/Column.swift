/// A column of a table.
package struct Column: Sendable, Equatable {
    package var name: String
    /// As SQL writes it, such as `character varying(20)`.
    package var type: String
    package var kind: ValueKind
    package var isNullable: Bool
    package var standard: String?
    package var isGenerated: Bool
    /// Whether values can be given only by overriding.
    package var isAlwaysIdentity: Bool
    /// The sequence that it owns, as SQL text for `regclass`.
    package var sequence: String?
    package var comment: String?

    package init(name: String, type: String, kind: ValueKind, isNullable: Bool = true) {
        self.name = name
        self.type = type
        self.kind = kind
        self.isNullable = isNullable
        isGenerated = false
        isAlwaysIdentity = false
    }
}

/// What strategies can do with values, after domains are resolved.
package indirect enum ValueKind: Sendable, Equatable {
    case text(length: Int?)
    case integer(bits: Int)
    /// With the digits after the point, where they are fixed.
    case number(scale: Int?)
    case date, timestamp, uuid, address, hardwareAddress, bytes, json, truth
    case choice([String])
    case array(of: ValueKind, type: String)
    case other(String)

    /// For people.
    var words: String {
        switch self {
        case .text: "text"
        case .integer: "a whole number"
        case .number: "a number"
        case .date: "a date"
        case .timestamp: "a moment"
        case .uuid: "a UUID"
        case .address: "a network address"
        case .hardwareAddress: "a hardware address"
        case .bytes: "bytes"
        case .json: "a document"
        case .truth: "true or false"
        case .choice: "an enumeration"
        case .array(let element, _): "an array of \(element.words)"
        case .other(let name): "of type \(name)"
        }
    }
}
