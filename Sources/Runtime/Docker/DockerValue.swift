/// A value of Docker's API.
package enum DockerValue: Equatable, Sendable {
    case flag(Bool)
    case number(Int)
    case text(String)
    case list([DockerValue])
    case object([String: DockerValue])
}

extension DockerValue: Encodable {
    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        switch self {
        case .flag(let value): try container.encode(value)
        case .number(let value): try container.encode(value)
        case .text(let value): try container.encode(value)
        case .list(let values): try container.encode(values)
        case .object(let values): try container.encode(values)
        }
    }
}

extension DockerValue: ExpressibleByBooleanLiteral, ExpressibleByIntegerLiteral, ExpressibleByStringInterpolation,
    ExpressibleByArrayLiteral, ExpressibleByDictionaryLiteral
{
    package init(booleanLiteral value: Bool) { self = .flag(value) }
    package init(integerLiteral value: Int) { self = .number(value) }
    package init(stringLiteral value: String) { self = .text(value) }
    package init(arrayLiteral elements: DockerValue...) { self = .list(elements) }
    package init(dictionaryLiteral elements: (String, DockerValue)...) {
        self = .object(Dictionary(elements) { _, later in later })
    }

    /// A list of texts.
    static func texts(_ values: [String]) -> DockerValue { .list(values.map(DockerValue.text)) }
}
