/// Separates a command into words as a shell does, and does nothing else: no variables, patterns, pipes or redirections.
enum CommandWords {
    /// - Throws: ``CheckerError`` for an open quote, or a character that only a shell could obey.
    static func words(of command: String) throws -> [String] {
        var words: [String] = []
        var word: String?
        var quote: Character?
        var isEscaped = false
        for character in command {
            if isEscaped {
                word = (word ?? "") + String(character)
                isEscaped = false
            } else if character == "\\", quote != "'" {
                isEscaped = true
                word = word ?? ""
            } else if let open = quote {
                if character == open { quote = nil } else { word = (word ?? "") + String(character) }
            } else if character == "'" || character == "\"" {
                quote = character
                word = word ?? ""
            } else if character.isWhitespace {
                if let done = word { words.append(done) }
                word = nil
            } else if "|&;<>`$()".contains(character) {
                throw CheckerError(
                    .badRequest,
                    "\"\(character)\" needs a shell",
                    hint: "Put it in quotes, put the command into a script, or let the operator set runner.shell"
                )
            } else {
                word = (word ?? "") + String(character)
            }
        }
        guard quote == nil, !isEscaped else { throw CheckerError(.badRequest, "a quote is not closed") }
        if let word { words.append(word) }
        return words
    }
}
