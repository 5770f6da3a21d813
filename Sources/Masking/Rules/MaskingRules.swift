import Crypto
import FoundationEssentials

/// All that is said about masking.
package struct MaskingRules: Codable, Equatable, Sendable {
    /// What becomes of columns that no rule mentions, in tables that have rules.
    package var unknownColumns: UnknownColumns?
    /// Whether tables without rules count as well.
    package var everything: Bool?
    package var locale: String?
    package var largeObjects: LargeObjects?
    package var rules: [MaskingRule]
    /// References that the database does not know.
    package var references: [MaskingReference]?

    /// What becomes of columns that no rule mentions.
    package enum UnknownColumns: String, Codable, CaseIterable, Sendable {
        case halt
        case null = "setNull"
        case allow
    }

    /// What becomes of large objects, which no rule can look into.
    package enum LargeObjects: String, Codable, CaseIterable, Sendable { case halt, remove, keep }

    package init(_ rules: [MaskingRule]) { self.rules = rules }

    /// The same behind those of labels, over which they win.
    package func following(_ labels: [MaskingRule]) -> MaskingRules {
        var result = self
        result.rules = labels + rules
        return result
    }

    /// Whether nothing asks for masking.
    package var isEmpty: Bool { everything != true && rules.isEmpty }

    /// Names of the languages of fakes.
    package static let locales: [String] = FakeWords.all.keys.sorted()

    /// Tells two sets of rules apart; the same for the same rules.
    package var hash: String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = .sortedKeys
        guard let data = try? encoder.encode(self) else { return "" }
        return SHA256.hash(data: data).prefix(16).map { hexadecimal($0) }.joined()
    }
}

/// A foreign key that exists by agreement only; columns are `schema.table.column`.
package struct MaskingReference: Codable, Equatable, Sendable {
    package var database: String?
    package var from: String
    package var to: String

    package init(from: String, to: String) {
        self.from = from
        self.to = to
    }
}

func hexadecimal(_ byte: UInt8) -> String {
    let text = String(byte, radix: 16)
    return text.count == 1 ? "0" + text : text
}
