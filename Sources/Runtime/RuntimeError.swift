/// A failure of a runtime.
package struct RuntimeError: Error, CustomStringConvertible {
    /// What kind of failure it is.
    package enum Code: Sendable { case notInstalled, failedToStart, failedToStop, portTaken, unavailable }

    package let code: Code
    /// What failed, on which thing, and the remedy.
    package let message: String
    /// The last lines of the server's log, oldest first.
    package let log: [String]

    package init(_ code: Code, _ message: String, log: [String] = []) {
        self.code = code
        self.message = message
        self.log = log
    }

    package var description: String {
        log.isEmpty ? message : "\(message) Its log ends with: \(log.joined(separator: " | "))"
    }
}
