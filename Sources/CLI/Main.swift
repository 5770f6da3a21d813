import ArgumentParser
import Glibc

/// The entry point: reads arguments, runs the command, turns errors into one line and an exit status.
@main enum Main {
    static func main() async {
        let status = await run()
        fflush(nil)
        exit(status.rawValue)
    }

    private static func run() async -> ExitStatus {
        var arguments: [String] = []
        do {
            arguments = ArgumentNormalizer().normalized(try RawArguments.decoded())
            var command = try Dblab.parseAsRoot(arguments)
            if var command = command as? any AsyncParsableCommand {
                try await command.run()
            } else {
                try command.run()
            }
            return .success
        } catch {
            return ErrorReport(error, of: CommandPath(arguments)).printed()
        }
    }
}
