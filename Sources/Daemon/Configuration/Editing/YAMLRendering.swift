import Engine
import FoundationEssentials

/// Writes values as YAML that means the same to readers of YAML 1.1 and 1.2.
enum YAMLRendering {
    /// An entry of a block mapping, with its line breaks.
    static func block(_ name: String, _ value: ConfigurationValue, indent: Int) -> String {
        let start = String(repeating: " ", count: indent) + scalar(name) + ":"
        switch value {
        case .section(let values) where !values.isEmpty:
            return start + "\n"
                + values.sorted { $0.key < $1.key }.map { block($0.key, $0.value, indent: indent + 2) }.joined()
        case .list(let values) where !values.isEmpty:
            let dash = String(repeating: " ", count: indent + 2) + "- "
            return start + "\n" + values.map { dash + flow($0) + "\n" }.joined()
        default: return start + " " + flow(value) + "\n"
        }
    }

    /// A value within one line.
    static func flow(_ value: ConfigurationValue) -> String {
        switch value {
        case .section(let values):
            "{"
                + values.sorted { $0.key < $1.key }.map { "\(scalar($0.key)): \(flow($0.value))" }.joined(
                    separator: ", "
                ) + "}"
        case .list(let values): "[" + values.map(flow).joined(separator: ", ") + "]"
        case .text(let text): scalar(text)
        case .integer(let number): "\(number)"
        case .flag(let flag): flag ? "true" : "false"
        }
    }

    /// A text, in quotation marks unless it is a plain word or number.
    static func scalar(_ text: String) -> String {
        let isPlain = (1...200).contains(text.utf8.count) && text.utf8.allSatisfy(isPlain) && text.utf8.first != 0x2D
        if isPlain, !ambiguous.contains(text.lowercased()) { return text }
        return quoted(text)
    }

    private static func isPlain(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, UInt8(ascii: "_"), UInt8(ascii: "."), UInt8(ascii: "/"), 0x2D: true
        default: false
        }
    }

    /// Words that some readers take for truths or for nothing.
    private static let ambiguous: Set = ["true", "false", "yes", "no", "on", "off", "y", "n", "null", "."]

    private static func quoted(_ text: String) -> String {
        var result = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"", "\\": result += "\\\(scalar)"
            case "\n": result += "\\n"
            case "\t": result += "\\t"
            case _ where scalar.value < 0x20 || (0x7F...0xA0).contains(scalar.value) || scalar.value >= 0x2028:
                result += escape(scalar)
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result + "\""
    }

    private static func escape(_ scalar: Unicode.Scalar) -> String {
        let digits = String(scalar.value, radix: 16, uppercase: true)
        let width = scalar.value > 0xFFFF ? 8 : 4
        return (width == 8 ? "\\U" : "\\u") + String(repeating: "0", count: width - digits.count) + digits
    }
}
