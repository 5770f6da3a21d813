import Yams

/// The characters of a YAML text, by the lines and columns that its nodes name.
struct YAMLText {
    let characters: [Unicode.Scalar]
    /// Where each line begins.
    private let starts: [Int]

    init(_ text: String) {
        characters = Array(text.unicodeScalars)
        var starts = [0]
        for (index, character) in characters.enumerated() where Self.isLineBreak(character) {
            // Of a pair only the second ends the line.
            if character == "\r", index + 1 < characters.count, characters[index + 1] == "\n" { continue }
            starts.append(index + 1)
        }
        self.starts = starts
    }

    /// The place of a node; `nil` if the text has no such place.
    func index(of mark: Mark?) -> Int? {
        guard let mark, starts.indices.contains(mark.line - 1) else { return nil }
        let index = starts[mark.line - 1] + mark.column - 1
        return index <= characters.count ? index : nil
    }

    /// Where a line begins, counted from 1; the end of the text for lines beyond.
    func start(ofLine line: Int) -> Int { starts.indices.contains(line - 1) ? starts[line - 1] : characters.count }

    /// The number of lines; the last may be empty.
    var lineCount: Int { starts.count }

    /// Whether a line holds nothing but blanks or a comment.
    func isIdle(line: Int) -> Bool {
        let rest = characters[start(ofLine: line)..<start(ofLine: line + 1)].drop { $0 == " " || $0 == "\t" }
        return rest.first.map { $0 == "#" || Self.isLineBreak($0) } ?? true
    }

    /// The text with another in place of a part.
    func replacing(_ range: Range<Int>, with text: String) -> String {
        var result = String.UnicodeScalarView(characters[..<range.lowerBound])
        result.append(contentsOf: text.unicodeScalars)
        result.append(contentsOf: characters[range.upperBound...])
        return String(result)
    }

    static func isLineBreak(_ character: Unicode.Scalar) -> Bool {
        ["\r", "\n", "\u{85}", "\u{2028}", "\u{2029}"].contains(character)
    }
}

extension YAMLText {
    /// Whether a collection in braces or brackets begins here; Yams does not tell.
    func beginsFlow(at mark: Mark?) -> Bool {
        guard let index = index(of: mark), characters.indices.contains(index) else { return false }
        return characters[index] == "{" || characters[index] == "["
    }

    /// Where a scalar ends that is written at a place; `nil` unless that is plain to see.
    func end(of scalar: Node.Scalar, at start: Int) -> Int? {
        guard characters.indices.contains(start) else { return nil }
        switch characters[start] {
        case "'", "\"": return endOfQuotation(at: start)
        default:
            let text = Array(scalar.string.unicodeScalars)
            return characters[start...].starts(with: text) ? start + text.count : nil
        }
    }

    /// Where a flow collection (`{…}` or `[…]`) ends that begins at a place.
    func endOfFlow(at start: Int) -> Int? {
        guard characters.indices.contains(start), ["{", "["].contains(characters[start]) else { return nil }
        var depth = 0
        var index = start
        while index < characters.count {
            switch characters[index] {
            case "{", "[": depth += 1
            case "}", "]":
                depth -= 1
                if depth == 0 { return index + 1 }
            case "'", "\"":
                if [" ", "{", "[", ",", ":", "\n"].contains(characters[index - 1]) {
                    guard let end = endOfQuotation(at: index) else { return nil }
                    index = end - 1
                }
            case "#" where [" ", "\t", "\n"].contains(characters[index - 1]):
                while index + 1 < characters.count, !Self.isLineBreak(characters[index + 1]) { index += 1 }
            default: break
            }
            index += 1
        }
        return nil
    }

    private func endOfQuotation(at start: Int) -> Int? {
        let quote = characters[start]
        var index = start + 1
        while index < characters.count {
            if characters[index] == "\\", quote == "\"" {
                index += 1
            } else if characters[index] == quote {
                guard quote == "'", index + 1 < characters.count, characters[index + 1] == quote else {
                    return index + 1
                }
                index += 1
            }
            index += 1
        }
        return nil
    }
}
