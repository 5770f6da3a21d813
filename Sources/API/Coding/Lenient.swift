/// A type with a value that stands for "nothing sent".
public protocol ZeroValued {
    /// The value that an absent field or `null` reads as.
    static var zero: Self { get }
}

extension String: ZeroValued {
    /// The empty string.
    public static var zero: String { "" }
}

extension Bool: ZeroValued {
    /// False.
    public static var zero: Bool { false }
}

extension Int: ZeroValued {}
extension UInt64: ZeroValued {}
extension Double: ZeroValued {}

extension Array: ZeroValued {
    /// The empty array.
    public static var zero: [Element] { [] }
}

extension Dictionary: ZeroValued {
    /// The empty dictionary.
    public static var zero: [Key: Value] { [:] }
}

/// A field whose absence or `null` reads as its zero value, as DBLab's clients and servers expect; it is always written.
@propertyWrapper
public struct Lenient<Value: ZeroValued & Codable & Hashable & Sendable>: Codable, Hashable, Sendable {
    /// The field's value.
    public var wrappedValue: Value

    /// Wraps a value.
    public init(wrappedValue: Value) {
        self.wrappedValue = wrappedValue
    }

    /// Reads the bare value.
    public init(from decoder: any Decoder) throws {
        wrappedValue = try decoder.singleValueContainer().decode(Value.self)
    }

    /// Writes the bare value.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(wrappedValue)
    }
}

/// A field that is written as `null` when it has no value; absence and `null` both read as `nil`.
@propertyWrapper
public struct Nullable<Value: Codable & Hashable & Sendable>: Codable, Hashable, Sendable {
    /// The field's value.
    public var wrappedValue: Value?

    /// Wraps a value.
    public init(wrappedValue: Value?) {
        self.wrappedValue = wrappedValue
    }

    /// Reads the bare value or `null`.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        wrappedValue = container.decodeNil() ? nil : try container.decode(Value.self)
    }

    /// Writes the bare value or `null`.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try wrappedValue.map { try container.encode($0) } ?? container.encodeNil()
    }
}

// The compiler's own `init(from:)` calls these for wrapped properties.
extension KeyedDecodingContainer {
    func decode<Value>(_ type: Lenient<Value>.Type, forKey key: Key) throws -> Lenient<Value> {
        Lenient(wrappedValue: try decodeIfPresent(Value.self, forKey: key) ?? .zero)
    }

    func decode<Value>(_ type: Nullable<Value>.Type, forKey key: Key) throws -> Nullable<Value> {
        Nullable(wrappedValue: try decodeIfPresent(Value.self, forKey: key))
    }
}
