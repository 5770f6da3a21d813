/// What `psql` complained of at `VERBOSITY=verbose`.
struct ScriptLog: Sendable {
    /// One complaint.
    struct Problem: Hashable, Sendable {
        /// SQLSTATE, as far as the server said it.
        var code: String
        var reason: String
        /// Rows are missing, or not what they were.
        var isAboutData: Bool
        /// The disk or the server failed, and not a statement.
        var isMachineFailure: Bool

        /// A label whose provider is not here; they are read from the script.
        var isAboutLabel: Bool { reason.hasPrefix("security label provider ") }
    }

    private(set) var problems: [Problem] = []

    init(parsing text: String) {
        var isError = false
        for line in text.split(whereSeparator: \.isNewline) {
            if line.hasPrefix("psql:") {
                isError = false
                for severity in ["ERROR:  ", "FATAL:  ", "PANIC:  "] {
                    guard let mark = line.firstRange(of: severity) else { continue }
                    add(line[mark.upperBound...], isEnd: severity != "ERROR:  ")
                    isError = true
                    break
                }
            } else if isError, line.hasPrefix("CONTEXT:  COPY ") {
                problems[problems.count - 1].isAboutData = true
                problems[problems.count - 1].reason += " (\(line.dropFirst("CONTEXT:  ".count)))"
            }
        }
    }

    /// Takes up `22P02: invalid input syntax for type integer`.
    private mutating func add(_ text: Substring, isEnd: Bool) {
        let parts = text.split(separator: ": ", maxSplits: 1)
        let hasCode = parts.count == 2 && parts[0].utf8.count == 5
        let code = hasCode ? String(parts[0]) : ""
        let reason = hasCode ? String(parts[1]) : String(text)
        problems.append(
            Problem(
                code: code,
                reason: reason,
                isAboutData: code.hasPrefix("22") || code.hasPrefix("23"),
                isMachineFailure: isEnd || code.hasPrefix("53") || RestoreLog.meansMachineFailure(reason)
            )
        )
    }
}
