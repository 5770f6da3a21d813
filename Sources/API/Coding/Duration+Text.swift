extension Duration {
    /// Reads `30s`, `2m`, `1h30m`, `500ms` or plain seconds; `nil` if it is none of these, negative, or over a century.
    public init?(wireText text: String) {
        let bytes = Array(text.utf8)
        guard (1...32).contains(bytes.count) else { return nil }
        if let seconds = Self.amount(text[...]) {
            guard seconds <= Self.longest else { return nil }
            self = .seconds(seconds)
            return
        }
        var rest = Substring(text)
        var seconds = 0.0
        while !rest.isEmpty {
            let digits = rest.prefix { $0.isASCII && ($0.isNumber || $0 == ".") }
            rest = rest.dropFirst(digits.count)
            let unit = rest.prefix { $0.isLetter }
            rest = rest.dropFirst(unit.count)
            guard let amount = Self.amount(digits), let factor = Self.secondsPerUnit[String(unit)] else { return nil }
            seconds += amount * factor
        }
        guard seconds <= Self.longest else { return nil }
        self = .seconds(seconds)
    }

    /// The shortest text that reads as this duration, to the millisecond, such as `60s` or `1500ms`.
    public var wireText: String {
        let milliseconds = components.seconds * 1000 + components.attoseconds / 1_000_000_000_000_000
        return milliseconds.isMultiple(of: 1000) ? "\(milliseconds / 1000)s" : "\(milliseconds)ms"
    }

    private static let longest = 100.0 * 366 * 86400

    private static let secondsPerUnit: [String: Double] = [
        "ns": 1e-9, "us": 1e-6, "µs": 1e-6, "ms": 1e-3, "s": 1, "m": 60, "h": 3600,
    ]

    /// Digits with at most one point; not the signs, exponents and words that `Double` would read too.
    private static func amount(_ text: Substring) -> Double? {
        guard !text.isEmpty, text.utf8.allSatisfy({ (48...57).contains($0) || $0 == UInt8(ascii: ".") }),
            let value = Double(String(text)), value <= longest * 1e9
        else { return nil }
        return value
    }
}
