import SystemPackage
import Tooling

/// A program with its arguments and variables.
package struct CommandLine: Equatable, Sendable {
    package var program: String
    package var arguments: [String]
    package var environment: [String: String]

    package init(_ program: String, _ arguments: [String], environment: [String: String] = [:]) {
        self.program = program
        self.arguments = arguments
        self.environment = environment
    }

    /// Reads a command as people write it: words, and quotes around words with blanks.
    /// - Parameter names: what stands in place of `$NAME` and `${NAME}`.
    /// - Throws: ``EngineError`` `invalidArgument` for an open quote, and for what only a shell could obey.
    package init(parsing text: String, key: String, names: [String: String]) throws {
        var text = text
        for (name, value) in names {
            for form in ["${\(name)}", "$\(name)"] { text = text.replacing(form, with: value) }
        }
        var words = Words()
        for character in text { try words.take(character, key: key) }
        let all = try words.end(key: key)
        guard let program = all.first else { throw EngineError(.invalidArgument, "\(key) is empty") }
        self.init(program, Array(all.dropFirst()))
    }

    func tool(account: Account?, workingDirectory: FilePath) -> Tool {
        Tool(program, timeLimit: nil, environment: environment, account: account, workingDirectory: workingDirectory)
    }
}

private struct Words {
    private var all: [String] = []
    private var word: String?
    private var quote: Character?
    private var isEscaped = false

    mutating func take(_ character: Character, key: String) throws {
        if isEscaped {
            word = (word ?? "") + String(character)
            isEscaped = false
        } else if character == "\\", quote != "'" {
            isEscaped = true
        } else if character == quote {
            quote = nil
        } else if quote != nil {
            word = (word ?? "") + String(character)
        } else if character == "'" || character == "\"" {
            quote = character
            word = word ?? ""
        } else if character.isWhitespace {
            if let done = word { all.append(done) }
            word = nil
        } else {
            try refuseShell(character, key: key)
            word = (word ?? "") + String(character)
        }
    }

    mutating func end(key: String) throws -> [String] {
        guard quote == nil, !isEscaped else { throw EngineError(.invalidArgument, "\(key): a quote is not closed") }
        return all + [word].compactMap(\.self)
    }

    private func refuseShell(_ character: Character, key: String) throws {
        guard "|&;<>`$()".contains(character) else { return }
        throw EngineError(
            .invalidArgument,
            "\(key): \"\(character)\" needs a shell, and the engine runs none",
            hint: "Put the command into a script of its own and name that, or put the character in quotes."
        )
    }
}
