package import Postgres

/// Settings of sessions that mask.
package enum MaskingSession {
    /// Nothing is logged, no trigger and no rule of a table acts, values have one form everywhere, and large tables are read by several processes.
    package static let settings = [
        "search_path": "pg_catalog", "session_replication_role": "replica", "client_min_messages": "error",
        "DateStyle": "ISO, YMD", "IntervalStyle": "postgres",
        "TimeZone": "UTC", "bytea_output": "hex", "extra_float_digits": "1", "log_statement": "none",
        "log_min_duration_statement": "-1", "log_duration": "off", "log_min_error_statement": "panic",
        "log_min_messages": "panic", "track_activities": "off", "statement_timeout": "0", "lock_timeout": "0",
        "idle_in_transaction_session_timeout": "0", "default_transaction_read_only": "off", "row_security": "off",
        "parallel_setup_cost": "0", "parallel_tuple_cost": "0", "jit": "off",
    ]

    /// The same place and user, with those settings.
    package static func parameters(_ parameters: ConnectionParameters) -> ConnectionParameters {
        var result = parameters
        result.settings = settings
        return result
    }
}

extension MaskingError {
    /// What the server says, without the values that it may say.
    init(_ what: String, _ error: PostgresError) {
        let isAboutNames = error.sqlState?.hasPrefix("42") == true
        let words = isAboutNames ? error.message : error.message.components(until: ": \"")
        self.init("\(what): \(words)" + (error.sqlState.map { " (\($0))" } ?? ""))
    }
}

extension String {
    fileprivate func components(until mark: String) -> String {
        firstRange(of: mark).map { String(self[..<$0.lowerBound]) } ?? self
    }
}
