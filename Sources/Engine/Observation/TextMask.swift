/// Replaces in texts what nobody should read, by `observer.replacementRules`.
package struct TextMask: Sendable, Equatable {
    /// Replacements by regular expressions; `$1` or `${1}` stands for what the first group matched.
    package let rules: [String: String]

    package init(_ rules: [String: String] = [:]) { self.rules = rules }

    /// Why an expression cannot be used; `nil` if it can.
    package static func problem(of pattern: String) -> String? {
        do {
            _ = try Regex(pattern)
            return nil
        } catch { return "is no regular expression: \(error)" }
    }

    /// A text with all rules applied, in the alphabetical order of their expressions.
    package func masked(_ text: String) -> String {
        rules.sorted { $0.key < $1.key }.reduce(text) { text, rule in
            // Checked when the configuration was read.
            guard let pattern = try? Regex(rule.key) else { return text }
            return text.replacing(pattern) { Self.expanded(rule.value, $0) }
        }
    }

    private static func expanded(_ template: String, _ match: Regex<AnyRegexOutput>.Match) -> String {
        template.replacing(#/\$(?:(\d)|\{(\d)\})/#) { reference in
            let number = Int(reference.1 ?? reference.2 ?? "") ?? 0
            return match.output.indices.contains(number) ? match.output[number].substring ?? "" : ""
        }
    }
}
