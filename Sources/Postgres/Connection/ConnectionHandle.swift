import CLibPQ
import Synchronization

/// Owns libpq's connection.
///
/// Unchecked, because only the executor of ``Connection`` uses it, except for cancelling, which libpq lets any thread do.
final class ConnectionHandle: @unchecked Sendable {
    let connection: OpaquePointer

    /// Connects; blocks until that succeeded, failed or took too long.
    init(connectingTo parameters: ConnectionParameters) throws {
        let pairs = parameters.libpqKeywords.sorted { $0.key < $1.key }
        let connection = withCStrings(pairs.map(\.key)) { keywords in
            withCStrings(pairs.map(\.value)) { values in PQconnectdbParams(keywords, values, 0) }
        }
        guard let connection else { throw PostgresError("There is no memory for a connection to \(parameters).") }
        self.connection = connection
        guard PQstatus(connection) == CONNECTION_OK else {
            let words = firstLine(PQerrorMessage(connection))
            throw PostgresError("Cannot connect to \(parameters): \(words)")
        }
        PQsetNoticeProcessor(connection, { _, _ in }, nil)
    }

    deinit { PQfinish(connection) }
}

/// Stops the statement that a connection runs, until it has ended.
final class StatementCanceller: Sendable {
    private struct State: ~Copyable {
        var hasEnded = false
        let request: OpaquePointer?
        deinit { PQfreeCancel(request) }
    }

    private let state: Mutex<State>

    init(_ handle: ConnectionHandle) {
        let request = PQgetCancel(handle.connection)
        state = Mutex(State(request: request))
    }

    /// Asks the server to stop; answers whether the statement still ran.
    ///
    /// Holds the lock meanwhile, so that a late request never meets the connection's next statement.
    func request() -> Bool {
        state.withLock { state in
            guard !state.hasEnded else { return false }
            var words = [CChar](repeating: 0, count: 256)
            PQcancel(state.request, &words, Int32(words.count))
            return true
        }
    }

    func end() { state.withLock { $0.hasEnded = true } }
}

/// Calls with a NULL-terminated array of C strings; a `nil` in the middle becomes NULL.
func withCStrings<Result>(
    _ strings: [String?],
    _ body: (UnsafePointer<UnsafePointer<CChar>?>) throws -> Result
) rethrows -> Result {
    var bytes: [CChar] = []
    let offsets = strings.map { text -> Int? in
        guard let text else { return nil }
        defer { bytes.append(contentsOf: text.utf8CString) }
        return bytes.count
    }
    return try bytes.withUnsafeBufferPointer { buffer in
        let pointers = offsets.map { offset in offset.flatMap { buffer.baseAddress?.advanced(by: $0) } } + [nil]
        return try pointers.withUnsafeBufferPointer { list in
            guard let first = list.baseAddress else { preconditionFailure("an array with an element has an address") }
            return try body(first)
        }
    }
}

func firstLine(_ text: UnsafePointer<CChar>?) -> String {
    guard let text else { return "no reason given" }
    return String(cString: text).split(whereSeparator: \.isNewline).map { $0.drop { $0 == "\t" } }.joined(
        separator: "; "
    )
}
