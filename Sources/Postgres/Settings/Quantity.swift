/// A number with a unit, as in `postgresql.conf`: `64MB`, `1.5 h`, `0x1F`, `-1`.
struct Quantity: Hashable {
    let number: Double
    /// `nil` for a plain number.
    let unit: String?

    init?(parsing text: String) {
        let trimmed = text.drop { $0.isWhitespace }
        let isHexadecimal = trimmed.drop { $0 == "-" || $0 == "+" }.lowercased().hasPrefix("0x")
        let digits = trimmed.prefix { character in
            character.isASCII
                && (character.isNumber || "+-.".contains(character)
                    || isHexadecimal && (character.isHexDigit || character == "x"))
        }
        let (mantissa, rest) = Self.splittingExponent(digits, of: trimmed)
        guard let number = Self.octal(mantissa) ?? Double(mantissa), number.isFinite else { return nil }
        self.number = number
        let unit = rest.drop { $0.isWhitespace }.reversed().drop { $0.isWhitespace }.reversed()
        self.unit = unit.isEmpty ? nil : String(unit)
    }

    /// The number in another unit, in which a plain number is already; `nil` if the two do not measure the same.
    func value(in base: String?) -> Double? {
        guard let unit else { return number }
        guard let base, let own = Self.factors[unit] else { return nil }
        let count = base.prefix { $0.isNumber }
        guard let other = Self.factors[String(base.dropFirst(count.count))], other.isTime == own.isTime else {
            return nil
        }
        return number * own.factor / (other.factor * (Double(count) ?? 1))
    }

    static func isTime(_ unit: String) -> Bool { factors[unit]?.isTime == true }

    /// C's way: `0600` is 384.
    private static func octal(_ text: Substring) -> Double? {
        guard text.count > 1, text.first == "0", text.allSatisfy({ ("0"..."7").contains($0) }) else { return nil }
        return Int(text, radix: 8).map(Double.init)
    }

    /// `1e-3` is a number, `1min` is not one with an exponent.
    private static func splittingExponent(_ digits: Substring, of text: Substring) -> (Substring, Substring) {
        let rest = text[digits.endIndex...]
        guard let mark = rest.first, mark == "e" || mark == "E" else { return (digits, rest) }
        let exponent = rest.dropFirst().prefix { $0.isASCII && ($0.isNumber || $0 == "-" || $0 == "+") }
        guard !exponent.isEmpty else { return (digits, rest) }
        return (text[..<exponent.endIndex], text[exponent.endIndex...])
    }

    private static let factors: [String: (factor: Double, isTime: Bool)] = [
        "B": (1, false), "kB": (1024, false), "MB": (1_048_576, false), "GB": (1_073_741_824, false),
        "TB": (1_099_511_627_776, false),
        "us": (0.001, true), "ms": (1, true), "s": (1000, true), "min": (60000, true), "h": (3_600_000, true),
        "d": (86_400_000, true),
    ]
}
