/// A call of a function, as labels write it: `anon.partial(phone, 2, $$***$$, 2)`.
struct FunctionCall: Equatable {
    /// With the schema, in lower case.
    let name: String
    /// SQL expressions.
    let arguments: [String]

    /// `nil` if the text is not one call and nothing else.
    init?(parsing text: String) {
        let text = text.trimmed
        guard let open = text.firstIndex(of: "("), text.hasSuffix(")") else { return nil }
        let name = text[..<open].filter { !$0.isWhitespace && $0 != "\"" }.lowercased()
        guard name.contains("."), name.allSatisfy({ $0.isLetter || $0.isNumber || $0 == "_" || $0 == "." }) else {
            return nil
        }
        let inside = text[text.index(after: open)...].dropLast()
        guard let parts = Self.parts(of: String(inside)) else { return nil }
        self.name = name
        arguments = parts == [""] ? [] : parts
    }

    /// Split at commas outside of brackets and quotes; `nil` if a bracket closes that was not opened inside.
    private static func parts(of text: String) -> [String]? {
        var (parts, depth, end): ([String], Int, String?) = ([""], 0, nil)
        var rest = text[...]
        while let character = rest.first {
            var taken = String(character)
            if let quote = end {
                if rest.hasPrefix(quote) { (taken, end) = (quote, nil) }
            } else if let quote = openingQuote(of: rest) {
                (taken, end) = (quote, quote)
            } else if character == ",", depth == 0 {
                parts.append("")
                taken = ""
            } else if "([".contains(character) {
                depth += 1
            } else if ")]".contains(character) {
                depth -= 1
                if depth < 0 { return nil }
            }
            parts[parts.count - 1] += taken
            rest = rest.dropFirst(max(taken.count, 1))
        }
        return end == nil && depth == 0 ? parts.map(\.trimmed) : nil
    }

    /// `'`, `"`, `$$` or `$tag$`.
    private static func openingQuote(of text: Substring) -> String? {
        guard let first = text.first else { return nil }
        if first == "'" || first == "\"" { return String(first) }
        guard first == "$" else { return nil }
        let tag = text.dropFirst().prefix { $0.isLetter || $0.isNumber || $0 == "_" }
        return text.dropFirst(1 + tag.count).first == "$" && tag.first?.isNumber != true ? "$\(tag)$" : nil
    }
}

extension StringProtocol {
    /// Without blanks around it.
    var trimmed: String {
        String(drop(while: \.isWhitespace).reversed().drop(while: \.isWhitespace).reversed())
    }
}
