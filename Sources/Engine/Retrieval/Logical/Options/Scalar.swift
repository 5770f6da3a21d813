/// A value that YAML may give as text, number or truth: `5432`, `"5432"`, `off`.
package struct Scalar: Hashable, Sendable {
    package var text: String

    package init(_ text: String) { self.text = text }
}

extension Scalar: Codable {
    package init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        if let flag = try? container.decode(Bool.self) {
            // A setting of PostgreSQL: YAML 1.1 reads a bare `off` as false.
            text = flag ? "on" : "off"
        } else if let number = try? container.decode(Int.self) {
            text = String(number)
        } else if let number = try? container.decode(Double.self) {
            text = String(number)
        } else {
            text = try container.decode(String.self)
        }
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(text)
    }
}

extension Scalar: ExpressibleByStringLiteral {
    package init(stringLiteral text: String) { self.init(text) }
}
