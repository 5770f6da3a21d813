/// A value of a configuration, or a part of its tree.
package enum ConfigurationValue: Equatable, Sendable {
    case section([String: ConfigurationValue])
    case list([ConfigurationValue])
    case text(String)
    case integer(Int)
    case flag(Bool)
}

extension ConfigurationValue: Encodable {
    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        switch self {
        case .section(let values): try container.encode(values)
        case .list(let values): try container.encode(values)
        case .text(let value): try container.encode(value)
        case .integer(let value): try container.encode(value)
        case .flag(let value): try container.encode(value)
        }
    }
}
