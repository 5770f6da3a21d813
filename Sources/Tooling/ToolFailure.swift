/// A program that did not do what it was asked.
package struct ToolFailure: Error, CustomStringConvertible {
    /// The program and its arguments.
    package let command: [String]
    /// How it ended.
    package let reason: String
    /// What it printed on standard error.
    package let output: String

    package init(command: [String], reason: String, output: String) {
        self.command = command
        self.reason = reason
        self.output = output
    }

    /// One line: command, reason and the program's own words.
    package var description: String {
        let words = output.split(separator: "\n").suffix(20).joined(separator: "; ")
        return "\(command.joined(separator: " ")): \(reason)" + (words.isEmpty ? "" : ": \(words)")
    }
}
