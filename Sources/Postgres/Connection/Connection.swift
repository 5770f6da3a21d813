import CLibPQ
import Dispatch

/// A session with a PostgreSQL server.
///
/// Statements run one after another on a thread of the connection's own. Cancelling the task cancels the statement.
package actor Connection {
    private let executor: ConnectionExecutor
    var handle: ConnectionHandle?
    /// The version as a number: 150020 for 15.20.
    package nonisolated let serverVersion: Int

    package nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }

    /// Connects.
    /// - Throws: ``PostgresError`` if the server cannot be reached or refuses the login.
    package init(_ parameters: ConnectionParameters) async throws {
        let executor = ConnectionExecutor()
        let handle = try await withCheckedThrowingContinuation { continuation in
            executor.queue.async {
                continuation.resume(with: Result { try ConnectionHandle(connectingTo: parameters) })
            }
        }
        self.executor = executor
        self.handle = handle
        serverVersion = Int(PQserverVersion(handle.connection))
    }

    /// Runs one statement and returns its rows, as text; `nil` is SQL's NULL.
    /// - Throws: ``PostgresError``, or `CancellationError` if the task was cancelled meanwhile.
    package func query(_ sql: String, _ parameters: [String?] = []) async throws -> [[String?]] {
        try await cancellable { connection in
            try Self.refuseNUL([sql] + parameters)
            let result = withCStrings(parameters) { values in
                PQexecParams(connection, sql, Int32(parameters.count), nil, values, nil, nil, 0)
            }
            defer { PQclear(result) }
            try Self.check(result, of: connection)
            return Self.rows(of: result)
        }
    }

    /// Runs one or several statements, separated by semicolons, and drops their results.
    /// - Throws: ``PostgresError``, or `CancellationError` if the task was cancelled meanwhile.
    package func execute(_ sql: String) async throws {
        try await cancellable { connection in
            try Self.refuseNUL([sql])
            let result = PQexec(connection, sql)
            defer { PQclear(result) }
            try Self.check(result, of: connection)
        }
    }

    /// Runs one statement, drops its rows, and returns how many rows it was about.
    /// - Throws: ``PostgresError``, or `CancellationError` if the task was cancelled meanwhile.
    @discardableResult
    package func affect(_ sql: String, _ parameters: [String?] = []) async throws -> Int {
        try await cancellable { connection in
            try Self.refuseNUL([sql] + parameters)
            let result = withCStrings(parameters) { values in
                PQexecParams(connection, sql, Int32(parameters.count), nil, values, nil, nil, 0)
            }
            defer { PQclear(result) }
            try Self.check(result, of: connection)
            return Int(String(cString: PQcmdTuples(result))) ?? 0
        }
    }

    /// Ends the session; without it, the session ends when the last reference is gone.
    package func close() { handle = nil }

    func cancellable<Value: Sendable>(_ body: (OpaquePointer) throws -> Value) async throws -> Value {
        try Task.checkCancellation()
        guard let handle else { throw PostgresError("The connection has been closed.", sqlState: "08003") }
        let canceller = StatementCanceller(handle)
        do {
            return try await withTaskCancellationHandler {
                defer { canceller.end() }
                return try body(handle.connection)
            } onCancel: {
                Self.cancel(canceller)
            }
        } catch let error as PostgresError where error.isCancellation && Task.isCancelled {
            throw CancellationError()
        }
    }

    /// Repeats, because a request that arrives before its statement is lost.
    static func cancel(_ canceller: StatementCanceller) {
        DispatchQueue.global().async {
            guard canceller.request() else { return }
            DispatchQueue.global().asyncAfter(deadline: .now() + .milliseconds(100)) { cancel(canceller) }
        }
    }
}

extension Connection {
    /// C strings end at NUL: the rest of a statement would be dropped in silence.
    private static func refuseNUL(_ texts: [String?]) throws {
        guard texts.allSatisfy({ $0?.utf8.contains(0) != true }) else {
            throw PostgresError("An SQL text must not contain NUL characters.")
        }
    }

    static func check(_ result: OpaquePointer?, of connection: OpaquePointer) throws {
        switch PQresultStatus(result) {
        case PGRES_COMMAND_OK, PGRES_TUPLES_OK, PGRES_EMPTY_QUERY: return
        case PGRES_COPY_IN, PGRES_COPY_OUT, PGRES_COPY_BOTH:
            PQreset(connection)
            throw PostgresError("COPY from or to the client is not supported here.", sqlState: "0A000")
        default:
            throw error(in: result, of: connection)
        }
    }

    private static func error(in result: OpaquePointer?, of connection: OpaquePointer) -> PostgresError {
        func field(_ code: Int32) -> String? { PQresultErrorField(result, code).map { String(cString: $0) } }
        guard let message = field(clibpq_message) else { return PostgresError(firstLine(PQerrorMessage(connection))) }
        return PostgresError(
            message,
            sqlState: field(clibpq_sqlstate),
            detail: field(clibpq_detail),
            hint: field(clibpq_hint)
        )
    }

    private static func rows(of result: OpaquePointer?) -> [[String?]] {
        let columns = PQnfields(result)
        return (0..<PQntuples(result)).map { row in
            (0..<columns).map { column in
                guard PQgetisnull(result, row, column) == 0, let value = PQgetvalue(result, row, column) else {
                    return nil
                }
                return String(cString: value)
            }
        }
    }
}
