import Postgres
import Synchronization

/// Copies rows of many tables from server to server at once, without a dump in between.
///
/// Each table is emptied and filled by one transaction: such rows are not logged, and need no vacuum later.
struct TableStream: Sendable {
    let snapshot: SourceSnapshot
    let server: TargetServer
    /// The largest first, so that no large one is left for the end.
    let tables: [SourceTable]
    let jobs: Int
    /// Whether both sides are of one major version.
    let mayBeBinary: Bool
    let ignoresErrors: Bool
    let meter: ProgressMeter

    private var database: String { snapshot.parameters.database }

    /// Copies all tables that exist on both sides.
    func run() async throws {
        let present = try await presentTables()
        let queue = TableQueue(tables.filter { present.contains("\($0.schema)\u{0}\($0.name)") })
        try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 0..<max(1, min(jobs, queue.count)) {
                group.addTask { try await work(on: queue) }
            }
            try await group.waitForAll()
        }
    }

    /// A table that could not be made has been reported; one that was not wanted needs no rows.
    private func presentTables() async throws -> Set<String> {
        let connection = try await server.connection(database: database)
        let rows = try await connection.query(
            """
            SELECT n.nspname, c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
            WHERE c.relkind = 'r'
            """
        )
        await connection.close()
        return Set(rows.map { "\($0[0] ?? "")\u{0}\($0[1] ?? "")" })
    }

    private func work(on queue: TableQueue) async throws {
        guard var table = queue.next() else { return }
        var ends = try await ends()
        while true {
            do {
                try await copy(table, ends)
            } catch let error as PostgresError where ignoresErrors && !error.isConnectionFailure {
                server.work.leaveOut(
                    Omission(object: "rows of table \(table.schema).\(table.name)", reason: error.message)
                )
                ends = try await self.ends()
            }
            guard let next = queue.next() else { return }
            table = next
        }
    }

    private func ends() async throws -> (source: Connection, target: Connection) {
        let source = try await snapshot.reader()
        let target = try await server.connection(database: database)
        // Both sides speak the source's encoding: nothing is converted, and nothing lost.
        let encoding = try await source.query("SHOW server_encoding").first?.first.flatMap(\.self) ?? "UTF8"
        let command = "SET client_encoding = \(try quoteLiteral(encoding))"
        try await source.execute(command)
        try await target.execute(command + "; \(Self.targetSettings)")
        return (source, target)
    }

    private func copy(_ table: SourceTable, _ ends: (source: Connection, target: Connection)) async throws {
        let name = try table.qualifiedName
        let form = mayBeBinary && table.isBinarySafe ? "binary" : "text"
        let place = "\(name) (\(try table.columnList))"
        try await ends.target.execute("BEGIN; TRUNCATE ONLY \(name)")
        let share = TableShare(size: table.size, meter: meter)
        do {
            _ = try await ends.target.copy(
                from: ends.source,
                "COPY \(place) TO STDOUT (FORMAT \(form))",
                into: "COPY \(place) FROM STDIN (FORMAT \(form), FREEZE)",
                count: { share.add($0) }
            )
        } catch let error as PostgresError {
            throw PostgresError(
                "copying table \(table.schema).\(table.name) of database \(database): \(error.message)",
                sqlState: error.sqlState,
                detail: error.detail,
                hint: error.hint
            )
        }
        try await ends.target.execute("COMMIT")
        share.finish()
    }

    private static let targetSettings = """
        SET DateStyle = 'ISO'; SET IntervalStyle = 'postgres'; SET extra_float_digits = 3; SET xmloption = 'content';
        SET row_security = off; SET TimeZone = 'UTC'
        """
}

/// Hands out tables in order.
private final class TableQueue: Sendable {
    private let tables: Mutex<ArraySlice<SourceTable>>
    let count: Int

    init(_ tables: [SourceTable]) {
        count = tables.count
        self.tables = Mutex(tables[...])
    }

    func next() -> SourceTable? { tables.withLock { $0.popFirst() } }
}

/// Translates the bytes of one table's copy into its share of all bytes on disk, which are what the total counts.
private final class TableShare: Sendable {
    private let counted = Mutex(0)
    private let size: Int
    private let meter: ProgressMeter

    init(size: Int, meter: ProgressMeter) {
        self.size = size
        self.meter = meter
    }

    func add(_ bytes: Int) { meter.add(bytes: advance(by: bytes)) }

    func finish() { meter.add(tables: 1, bytes: advance(by: size)) }

    private func advance(by bytes: Int) -> Int {
        counted.withLock { counted in
            let step = min(bytes, size - counted)
            counted += step
            return step
        }
    }
}
