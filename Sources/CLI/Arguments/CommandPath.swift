import ArgumentParser

/// How far the arguments lead into the command tree.
struct CommandPath {
    /// The names on the way, without the program's.
    private(set) var names: [String] = []
    /// The first word that names no command where one is needed.
    private(set) var unknown: String?

    init(_ arguments: [String]) {
        var command: any ParsableCommand.Type = Dblab.self
        for argument in arguments where !argument.hasPrefix("-") {
            guard !command.configuration.subcommands.isEmpty else { break }
            guard let next = command.configuration.subcommands.first(where: { $0._commandName == argument }) else {
                unknown = argument == "help" ? nil : argument
                break
            }
            names.append(argument)
            command = next
        }
    }

    /// The command line that explains the command.
    var help: String { (["dblab"] + names + ["--help"]).joined(separator: " ") }
}
