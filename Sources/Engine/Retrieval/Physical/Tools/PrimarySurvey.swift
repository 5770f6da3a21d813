package import Postgres
import SystemPackage

/// What must be known of production before its files are copied.
package struct PrimarySurvey: Sendable {
    package var major: Int
    /// Where its tablespaces are, by their numbers.
    package var tablespaces: [String: String]
    /// Bytes of its databases, as far as their sizes may be asked.
    package var databases: [String: Int]
    package var settings: [String: String]
    /// `max_slot_wal_keep_size`; `nil` before PostgreSQL 13, which has no limit.
    package var slotLimit: String?
    package var slots: Set<String>

    /// Asks the server.
    /// - Throws: ``EngineError`` `unavailable` with the reason, which never contains the password.
    package init(of parameters: ConnectionParameters) async throws {
        do {
            let connection = try await Connection(parameters)
            self = try await Self.read(connection)
            await connection.close()
        } catch let error as PostgresError {
            throw EngineError(
                .unavailable,
                "the source \(parameters) cannot be asked: \(error)",
                hint: "Its pg_hba.conf must let the user in for \"replication\" and for a database. Check address, "
                    + "user and password, and that it is up."
            )
        }
    }

    private init(_ connection: Connection) async throws {
        major = connection.serverVersion / 10000
        let places = try await connection.query(
            """
            SELECT oid, pg_catalog.pg_tablespace_location(oid) FROM pg_catalog.pg_tablespace
            WHERE spcname NOT IN ('pg_default', 'pg_global')
            """
        )
        tablespaces = Dictionary(places.map { ($0[0] ?? "", $0[1] ?? "") }) { first, _ in first }
        let sizes = try await connection.query(
            """
            SELECT datname, pg_catalog.pg_database_size(oid) FROM pg_catalog.pg_database
            WHERE pg_catalog.has_database_privilege(oid, 'CONNECT')
            """
        )
        databases = Dictionary(sizes.map { ($0[0] ?? "", Int($0[1] ?? "") ?? 0) }) { first, _ in first }
        settings = try await InheritedSettings.read(from: connection)
        let limit = try await connection.query(
            "SELECT setting FROM pg_catalog.pg_settings WHERE name = 'max_slot_wal_keep_size'"
        )
        slotLimit = limit.first?[0]
        let names = try await connection.query("SELECT slot_name FROM pg_catalog.pg_replication_slots")
        slots = Set(names.compactMap { $0[0] })
    }

    private static func read(_ connection: Connection) async throws -> Self { try await Self(connection) }

    package init(
        major: Int,
        tablespaces: [String: String] = [:],
        databases: [String: Int] = [:],
        settings: [String: String] = [:],
        slotLimit: String? = nil,
        slots: Set<String> = []
    ) {
        self.major = major
        self.tablespaces = tablespaces
        self.databases = databases
        self.settings = settings
        self.slotLimit = slotLimit
        self.slots = slots
    }

    /// Refuses a slot by which we could fill production's disk.
    /// - Throws: ``EngineError`` `failedPrecondition` with the remedy.
    package func checkSlot(_ name: String) throws {
        guard !name.isEmpty, name.utf8.count <= 63,
            name.utf8.allSatisfy({ (97...122).contains($0) || (48...57).contains($0) || $0 == 95 })
        else { throw EngineError(.invalidArgument, "pgBasebackup.slot takes a–z, 0–9 and _, at most 63") }
        guard major >= 13 else {
            throw EngineError(
                .failedPrecondition,
                "pgBasebackup.slot: PostgreSQL \(major) cannot limit what a slot keeps, and its disk could fill",
                hint: "Leave the slot out and raise wal_keep_segments, or give a restore_command."
            )
        }
        guard slotLimit != "-1" else {
            throw EngineError(
                .failedPrecondition,
                "pgBasebackup.slot: the source keeps any amount of log for a slot, and its disk could fill",
                hint: "Limit it there: ALTER SYSTEM SET max_slot_wal_keep_size = '10GB'; SELECT pg_reload_conf()."
            )
        }
    }
}
