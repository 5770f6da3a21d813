/// Understands lines of a server's log in its plain format, whatever their prefix is.
package enum ServerLogLine {
    /// The error that a line tells of; `nil` for all else, also for further lines of an error.
    package static func error(in line: String) -> LoggedError? {
        guard !line.hasPrefix("\t"), let match = line.firstMatch(of: label) else { return nil }
        let type = String(match.1)
        guard ["ERROR", "FATAL", "PANIC"].contains(type) else { return nil }
        let message = line[match.range.upperBound...]
        // A client that went away, such as an engine that was killed, is no failure of a statement.
        guard message != "connection to client lost" else { return nil }
        return LoggedError(type: type, message: String(message.prefix(longest)))
    }

    /// Characters of a message that are kept.
    private static let longest = 500

    /// The first label in a line is its own; later ones may be part of somebody's text.
    private static var label: Regex<(Substring, Substring)> {
        #/\b(DEBUG[1-5]?|LOG|INFO|NOTICE|WARNING|ERROR|FATAL|PANIC|DETAIL|HINT|CONTEXT|QUERY|STATEMENT|LOCATION):  /#
    }
}
