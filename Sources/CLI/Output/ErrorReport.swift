import API
import ArgumentParser

/// Tells the user about an error: one line on standard error, with the remedy.
struct ErrorReport {
    let error: any Error
    let path: CommandPath

    init(_ error: any Error, of path: CommandPath) {
        self.error = error
        self.path = path
    }

    /// Prints the error, or the help or version that was asked for, and returns the exit status.
    func printed() -> ExitStatus {
        switch error {
        case is APIError, is ClientError, is CommandError:
            Output.error("[ERROR]: \(message)")
            return ExitStatus(for: error)
        case is CancellationError:
            return .failure
        case let error where Dblab.exitCode(for: error) == .success:
            print(Dblab.fullMessage(for: error))
            return .success
        case let error where Dblab.exitCode(for: error) == .validationFailure:
            let message = path.unknown.map { "Command \"\($0)\" not found" } ?? Dblab.message(for: error)
            Output.error("[ERROR]: \(Self.ended(message)) See \"\(path.help)\"")
            return .usage
        default:
            Output.error("[ERROR]: \(error)")
            return .failure
        }
    }

    private var message: String {
        guard let refusal = error as? APIError, refusal.isForbidden, refusal.hint == nil else { return "\(error)" }
        return Self.ended("\(refusal)") + " Pass --token, or set it by \"dblab config update\""
    }

    private static func ended(_ sentence: String) -> String {
        let line = Printable.line(sentence)
        return line.hasSuffix(".") || line.hasSuffix("?") ? line : line + "."
    }
}
