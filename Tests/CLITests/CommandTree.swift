import FoundationEssentials

/// The program's own description of itself, `dblab --experimental-dump-help`.
struct CommandTree: Decodable {
    var command: Command

    struct Command: Decodable {
        var commandName: String
        var arguments: [Argument]?
        var subcommands: [Command]?

        /// All commands that do something, with the names that lead to them.
        func leaves(below path: [String] = []) -> [(path: String, arguments: [Argument])] {
            let path = path + [commandName]
            guard let subcommands, !subcommands.isEmpty else {
                return [(path.joined(separator: " "), arguments ?? [])]
            }
            return subcommands.filter { $0.commandName != "help" }.flatMap { $0.leaves(below: path) }
        }
    }

    struct Argument: Decodable {
        var kind: String
        var valueName: String?
        var names: [Name]?

        /// As documentation writes it: `--name`, `-n`, `<value>`.
        var spellings: [String] {
            guard kind != "positional" else { return ["<\(valueName ?? "")>"] }
            return names?.map(\.spelling) ?? []
        }

        var longNames: [String] {
            names?.filter { $0.kind == "long" }.map(\.name) ?? []
        }
    }

    struct Name: Decodable {
        var kind: String
        var name: String

        var spelling: String { (kind == "short" ? "-" : "--") + name }
    }
}
