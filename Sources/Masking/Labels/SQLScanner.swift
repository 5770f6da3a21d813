/// Reads words, names and texts of SQL, as far as labels need it.
struct SQLScanner {
    private let characters: [Character]
    private var place = 0

    init(_ text: String) { characters = Array(text) }

    var isAtEnd: Bool { rest.allSatisfy(\.isWhitespace) }

    /// A little of what comes, for errors.
    var surroundings: String { String(characters[max(0, place - 20)..<min(characters.count, place + 40)]) }

    private var rest: ArraySlice<Character> { characters[place...] }
    private var next: Character? { place < characters.count ? characters[place] : nil }

    /// A word without quotes; `nil` if something else comes.
    mutating func word() -> String? {
        skipBlanks()
        let word = rest.prefix { $0.isLetter || $0.isNumber || $0 == "_" }
        guard !word.isEmpty else {
            guard next != nil else { return nil }
            // A comment, or a sign: not a word, but not the end.
            place += 1
            return ""
        }
        place += word.count
        return String(word)
    }

    /// Whether these words come, which are then behind.
    mutating func skip(_ words: String...) -> Bool {
        for expected in words {
            let before = place
            guard word()?.uppercased() == expected else {
                place = before
                return false
            }
        }
        return true
    }

    /// A name with or without quotes; `nil` if something else comes.
    mutating func identifier() -> String? {
        skipBlanks()
        if next == "\"" { return quoted("\"") }
        let name = rest.prefix { $0.isLetter || $0.isNumber || $0 == "_" || $0 == "$" }
        place += name.count
        return name.isEmpty ? nil : String(name).lowercased()
    }

    /// Names joined by dots.
    mutating func names() -> [String] {
        var names: [String] = []
        while let name = identifier() {
            names.append(name)
            guard next == "." else { break }
            place += 1
        }
        return names
    }

    /// A text in single quotes; `nil` if something else comes.
    mutating func text() -> String? {
        skipBlanks()
        return next == "'" ? quoted("'") : nil
    }

    /// The quote stands twice for itself.
    private mutating func quoted(_ quote: Character) -> String? {
        var text = ""
        var at = place + 1
        while at < characters.count {
            if characters[at] != quote {
                text.append(characters[at])
            } else if at + 1 < characters.count, characters[at + 1] == quote {
                text.append(quote)
                at += 1
            } else {
                place = at + 1
                return text
            }
            at += 1
        }
        return nil
    }

    mutating func skipLine() {
        while let character = next, !character.isNewline { place += 1 }
    }

    /// To behind the next semicolon outside of quotes.
    mutating func skipStatement() {
        while let character = next {
            if character == "'" || character == "\"" {
                guard quoted(character) != nil else { return }
                continue
            }
            place += 1
            if character == ";" { return }
        }
    }

    private mutating func skipBlanks() { place += rest.prefix { $0.isWhitespace }.count }
}
