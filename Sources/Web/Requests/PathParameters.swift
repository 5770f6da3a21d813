import Hummingbird

extension Request {
    /// The path after its first segments, decoded: `a/b@c` of `/snapshot/a%2Fb@c`.
    func pathRemainder(named field: String, after count: Int = 1) throws -> String {
        try Self.decoded(uri.path.split(separator: "/").dropFirst(count).joined(separator: "/")[...], field)
    }

    /// One decoded segment of the path, counted from 0.
    func pathSegment(_ index: Int, named field: String) throws -> String {
        let segments = uri.path.split(separator: "/")
        return try Self.decoded(segments.indices.contains(index) ? segments[index] : "", field)
    }

    private static func decoded(_ text: Substring, _ field: String) throws -> String {
        guard let decoded = PercentEncoding.decoded(text), !decoded.isEmpty else {
            throw RequestError.badRequest("invalid value for `\(field)`: not percent-encoded UTF-8 text")
        }
        guard decoded.utf8.count <= 1024, !decoded.utf8.contains(where: { $0 < 32 || $0 == 127 }) else {
            throw RequestError.badRequest("invalid value for `\(field)`: too long, or with control characters")
        }
        return decoded
    }
}

/// `%41` for `A`.
enum PercentEncoding {
    /// Returns `nil` if a percent sign is not followed by two digits, or the bytes are no UTF-8.
    static func decoded(_ text: some StringProtocol) -> String? {
        var bytes: [UInt8] = []
        var rest = Array(text.utf8)[...]
        while let byte = rest.popFirst() {
            guard byte == UInt8(ascii: "%") else {
                bytes.append(byte)
                continue
            }
            guard rest.count >= 2, let digits = String(validating: rest.prefix(2), as: UTF8.self),
                digits.utf8.allSatisfy({ Character(UnicodeScalar($0)).isHexDigit }),
                let value = UInt8(digits, radix: 16)
            else { return nil }
            bytes.append(value)
            rest = rest.dropFirst(2)
        }
        return String(validating: bytes, as: UTF8.self)
    }
}
