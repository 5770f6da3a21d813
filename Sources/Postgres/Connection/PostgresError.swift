/// What PostgreSQL, or the way to it, answered instead of a result.
package struct PostgresError: Error, Hashable, CustomStringConvertible {
    /// The five characters of the SQL standard; `nil` if the failure is not the server's answer to a statement.
    package let sqlState: String?
    /// What failed, in one line.
    package let message: String
    package let detail: String?
    package let hint: String?

    package init(_ message: String, sqlState: String? = nil, detail: String? = nil, hint: String? = nil) {
        self.message = message
        self.sqlState = sqlState
        self.detail = detail
        self.hint = hint
    }

    /// Whether the server could not be reached, refused the login or dropped the connection.
    package var isConnectionFailure: Bool {
        guard let sqlState else { return true }
        return sqlState.hasPrefix("08") || sqlState.hasPrefix("28") || sqlState.hasPrefix("57P")
    }

    /// Whether the statement was ended because its task was cancelled, or by its time limit.
    package var isCancellation: Bool { sqlState == "57014" }

    /// One line: the message, its code, the detail and the hint.
    package var description: String {
        let code = sqlState.map { " (SQLSTATE \($0))" } ?? ""
        return [message + code, detail, hint].compactMap { $0 }.joined(separator: " ")
            .split(whereSeparator: \.isNewline).joined(separator: " ")
    }
}
