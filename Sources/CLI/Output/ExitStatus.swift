import API

/// What the process's exit status says; the table is in docs/cli.md.
enum ExitStatus: Int32 {
    case success = 0
    case failure = 1
    case usage = 2
    case notFound = 3
    case conflict = 4
    case forbidden = 5
    case unreachable = 6
    case timedOut = 7

    /// The status for an error of a command.
    init(for error: any Error) {
        self =
            switch error {
            case let error as APIError: Self.status(for: error)
            case ClientError.invalidURL, CommandError.usage: .usage
            case CommandError.notFound: .notFound
            case CommandError.conflict: .conflict
            case ClientError.unreachable: .unreachable
            case ClientError.timedOut, CommandError.timedOut: .timedOut
            default: .failure
            }
    }

    private static func status(for error: APIError) -> ExitStatus {
        if error.isForbidden { return .forbidden }
        if error.isConflict { return .conflict }
        return error.isNotFound ? .notFound : .failure
    }
}
