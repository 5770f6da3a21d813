import Glibc

/// A password from the command line, the environment, standard input or the terminal.
enum Password {
    /// The password of a new clone's user.
    /// - Throws: ``CommandError/usage(_:)`` when there is none, or it is unusable.
    static func read(_ option: String?) throws -> String {
        guard let password = try found(option, variable: "DBLAB_CLONE_PASSWORD", prompt: "Password: ") else {
            throw CommandError.usage("--password is required; or set DBLAB_CLONE_PASSWORD, or give it by --password -")
        }
        return try ArgumentCheck.text(password, of: "--password", longest: 1024)
    }

    /// The password of a source; `nil` if it needs none.
    /// - Throws: ``CommandError/usage(_:)`` if it is unusable.
    static func readSources(_ option: String?) throws -> String? {
        let password = try found(option, variable: "DBLAB_SOURCE_PASSWORD", prompt: "Source password: ")
        guard let password, !password.isEmpty else { return nil }
        return try ArgumentCheck.text(password, of: "--password", longest: 1024)
    }

    private static func found(_ option: String?, variable: String, prompt: String) throws -> String? {
        let password: String
        if let option, option != "-" {
            password = option
        } else if option == nil, let value = Variables()[variable] {
            password = value
        } else if option == "-" || isatty(STDIN_FILENO) == 1 {
            password = try line(prompt)
        } else {
            return nil
        }
        // What readLine puts in place of bytes that are not UTF-8.
        guard !password.contains("\u{FFFD}") else { throw CommandError.usage("--password is not valid UTF-8 text") }
        return password
    }

    private static func line(_ prompt: String) throws -> String {
        guard isatty(STDIN_FILENO) == 1 else { return readLine() ?? "" }
        Output.prompt(prompt)
        var settings = termios()
        tcgetattr(STDIN_FILENO, &settings)
        var silent = settings
        // Without signals too: an interrupt would leave the terminal silent. It arrives as a character, and is refused.
        silent.c_lflag &= ~tcflag_t(ECHO | ISIG)
        tcsetattr(STDIN_FILENO, TCSANOW, &silent)
        defer {
            tcsetattr(STDIN_FILENO, TCSANOW, &settings)
            Output.prompt("\n")
        }
        return readLine() ?? ""
    }
}
