public import FoundationEssentials

/// The one way in which wire types become JSON text and back.
public enum JSONCoding {
    /// Compact JSON with sorted keys.
    public static func data(_ value: some Encodable, zone: Timestamp.Zone = .utc) throws -> Data {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        encoder.userInfo = zone.userInfo
        return try encoder.encode(value)
    }

    /// JSON in DBLab's layout, one field a line: the server indents by two spaces, the CLI by four.
    /// - Parameter depth: how deep in a larger document it lies.
    public static func text(
        _ value: some Encodable,
        indent: Int,
        zone: Timestamp.Zone = .utc,
        depth: Int = 0
    ) throws -> String {
        JSONLayout(indent: indent).text(of: try data(value, zone: zone), depth: depth)
    }

    /// Reads a value; fields that the type does not know are skipped.
    /// - Throws: `DecodingError`, which ``reason(of:)`` turns into words.
    public static func value<Value: Decodable>(_ type: Value.Type, from data: Data) throws -> Value {
        try JSONDecoder().decode(type, from: data)
    }

    /// What is wrong with a document, in one line that names the field.
    public static func reason(of error: DecodingError) -> String {
        switch error {
        case .typeMismatch(let type, let context):
            "field `\(path(context))` has the wrong type, expected \(name(of: type))"
        case .valueNotFound(let type, let context):
            "field `\(path(context))` must not be null, expected \(name(of: type))"
        case .keyNotFound(let key, let context):
            "field `\(path(context, key))` is missing"
        case .dataCorrupted(let context) where context.codingPath.isEmpty:
            "not valid JSON"
        case .dataCorrupted(let context):
            "field `\(path(context))` has an invalid value: \(context.debugDescription)"
        @unknown default:
            "not the expected JSON"
        }
    }

    private static func path(_ context: DecodingError.Context, _ last: (any CodingKey)? = nil) -> String {
        let keys = (context.codingPath + (last.map { [$0] } ?? [])).map {
            $0.intValue.map(String.init) ?? $0.stringValue
        }
        return keys.isEmpty ? "(document)" : keys.joined(separator: ".")
    }

    private static func name(of type: any Any.Type) -> String {
        switch type {
        case is String.Type, is Timestamp.Type: "a string"
        case is Bool.Type: "true or false"
        case is any BinaryInteger.Type: "an integer"
        case is any BinaryFloatingPoint.Type: "a number"
        case is any Sequence.Type where !"\(type)".hasPrefix("Dictionary"): "an array"
        default: "an object"
        }
    }
}
