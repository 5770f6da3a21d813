/// Keeps event triggers that came with the data from running with the engine's rights while it changes definitions.
///
/// Usual ones do not act in its sessions (`session_replication_role`); those that were made to act always, or there, would.
package struct EventTriggerSilence: Sendable {
    /// Their states by their identifiers.
    private let states: [(id: String, state: String)]

    /// Switches them off in the database of a session.
    package static func begin(_ connection: Connection) async throws -> Self {
        let rows = try await connection.query(
            "SELECT oid, evtenabled FROM pg_catalog.pg_event_trigger WHERE evtenabled IN ('A', 'R')"
        )
        if !rows.isEmpty {
            _ = try await connection.query(
                "UPDATE pg_catalog.pg_event_trigger SET evtenabled = 'D' WHERE evtenabled IN ('A', 'R')"
            )
        }
        return Self(states: rows.map { (id: $0[0] ?? "", state: $0[1] ?? "") })
    }

    /// Gives them their states back.
    package func end(_ connection: Connection) async throws {
        for trigger in states {
            _ = try await connection.query(
                "UPDATE pg_catalog.pg_event_trigger SET evtenabled = $2::\"char\" WHERE oid = $1::oid",
                [trigger.id, trigger.state]
            )
        }
    }
}
