import CLibPQ
import Glibc

extension Connection {
    /// Copies what `reading`, a `COPY … TO STDOUT`, yields at the source into `writing`, a `COPY … FROM STDIN` here.
    ///
    /// Rows go through this connection's thread without being looked at. The source must do nothing else meanwhile.
    /// - Parameter count: told the bytes of each portion, about every four megabytes.
    /// - Returns: the bytes copied.
    /// - Throws: ``PostgresError`` of either side, or `CancellationError`; both sides are out of the copy then.
    package func copy(
        from source: Connection,
        _ reading: String,
        into writing: String,
        count: @Sendable (Int) -> Void
    ) async throws -> Int {
        let origin = try await source.lent()
        let originCanceller = StatementCanceller(origin)
        return try await withTaskCancellationHandler {
            try await cancellable { target in
                defer { originCanceller.end() }
                return try CopyLoop(source: origin.connection, target: target).run(reading, writing, count)
            }
        } onCancel: {
            Self.cancel(originCanceller)
        }
    }

    private func lent() throws -> ConnectionHandle {
        guard let handle else { throw PostgresError("The connection has been closed.", sqlState: "08003") }
        return handle
    }
}

/// The two ends of one copy.
private struct CopyLoop {
    let source: OpaquePointer
    let target: OpaquePointer

    func run(_ reading: String, _ writing: String, _ count: (Int) -> Void) throws -> Int {
        try begin(writing, on: target, expecting: PGRES_COPY_IN)
        do {
            try begin(reading, on: source, expecting: PGRES_COPY_OUT)
        } catch {
            finishTarget(reason: "the source refused")
            throw error
        }
        let bytes: Int
        do {
            bytes = try pump(count)
        } catch {
            finishTarget(reason: "the source failed")
            Connection.drain(source)
            throw error
        }
        guard PQputCopyEnd(target, nil) == 1 else { throw PostgresError(firstLine(PQerrorMessage(target))) }
        try Connection.checkAll(target)
        return bytes
    }

    private func begin(_ sql: String, on connection: OpaquePointer, expecting status: ExecStatusType) throws {
        let result = PQexec(connection, sql)
        defer { PQclear(result) }
        guard PQresultStatus(result) == status else {
            try Connection.check(result, of: connection)
            throw PostgresError("“\(sql)” is no COPY.")
        }
    }

    private func pump(_ count: (Int) -> Void) throws -> Int {
        var total = 0
        var portion = 0
        while let bytes = try next() {
            total += bytes
            portion += bytes
            guard portion >= 4 << 20 else { continue }
            count(portion)
            portion = 0
            try Task.checkCancellation()
            if hasWords(target) { try stop() }
        }
        count(portion)
        return total
    }

    /// Passes on one row; `nil` at the end.
    private func next() throws -> Int? {
        var buffer: UnsafeMutablePointer<CChar>?
        let length = PQgetCopyData(source, &buffer, 0)
        guard length > 0 else {
            guard length == -1 else { throw PostgresError(firstLine(PQerrorMessage(source))) }
            try Connection.checkAll(source)
            return nil
        }
        defer { PQfreemem(buffer) }
        guard PQputCopyData(target, buffer, length) == 1 else { throw PostgresError(firstLine(PQerrorMessage(target))) }
        return Int(length)
    }

    /// The server says something in the middle of a copy only if it has failed: the rest would be sent in vain.
    private func stop() throws {
        PQputCopyEnd(target, "stopped by the client")
        try Connection.checkAll(target)
        throw PostgresError("The server stopped the copy without a reason.")
    }

    private func hasWords(_ connection: OpaquePointer) -> Bool {
        var waiting = pollfd(fd: PQsocket(connection), events: Int16(POLLIN), revents: 0)
        return poll(&waiting, 1, 0) > 0
    }

    private func finishTarget(reason: String) {
        PQputCopyEnd(target, reason)
        Connection.drain(target)
    }
}

extension Connection {
    /// Takes all results of a statement; throws the first that is a failure.
    fileprivate static func checkAll(_ connection: OpaquePointer) throws {
        var failure: (any Error)?
        while let result = PQgetResult(connection) {
            defer { PQclear(result) }
            guard PQresultStatus(result) != PGRES_COPY_IN, PQresultStatus(result) != PGRES_COPY_OUT else { break }
            do {
                try check(result, of: connection)
            } catch {
                failure = failure ?? error
            }
        }
        if let failure { throw failure }
    }

    /// Drops whatever is still to come of a statement that has failed.
    fileprivate static func drain(_ connection: OpaquePointer) {
        while let result = PQgetResult(connection) {
            let status = PQresultStatus(result)
            PQclear(result)
            // Still in the copy: only closing the connection ends that, which the caller does.
            if status == PGRES_COPY_OUT || status == PGRES_COPY_IN { return }
        }
    }
}
