import API
import Glibc
import SystemPackage

/// What commands print.
enum Output {
    /// Prints one line, made safe for terminals.
    static func text(_ line: String) {
        print(Printable.line(line))
    }

    /// Prints one line that somebody waits for while the program goes on.
    static func announcement(_ line: String) {
        text(line)
        fflush(nil)
    }

    /// Prints JSON in the CLI's layout, with times in the user's zone.
    static func json(_ value: some Encodable) throws {
        print(Printable.json(try JSONCoding.text(value, indent: 4, zone: .local)))
    }

    /// Prints a line on standard error.
    static func warning(_ line: String) {
        error("[WARNING]: \(line)")
    }

    /// Prints a line on standard error as it is.
    static func error(_ line: String) {
        prompt("\(Printable.line(line))\n")
    }

    /// Prints text on standard error without ending the line.
    static func prompt(_ text: String) {
        // Without standard error there is nobody left to tell.
        _ = try? FileDescriptor.standardError.writeAll(text.utf8)
    }

    /// Whether people, not programs, read standard output.
    static var isTerminal: Bool { isatty(STDOUT_FILENO) == 1 }
}
