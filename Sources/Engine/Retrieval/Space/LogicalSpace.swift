import Postgres

extension LogicalTransfer: SpaceEstimating {
    package func spaceNeed() async throws -> SpaceNeed {
        try await SpaceNeed(of: dump.databases, at: sourceParameters())
    }
}

extension LogicalDump: SpaceEstimating {
    package func spaceNeed() async throws -> SpaceNeed {
        try await SpaceNeed(of: options.databases, at: sourceParameters())
    }
}

extension SpaceNeed {
    /// Asks a source; databases of which only a part is wanted, or whose size may not be seen, are left out.
    fileprivate init(of selections: DatabaseSelections?, at source: ConnectionParameters) async throws {
        var source = source
        source.connectTimeout = min(source.connectTimeout, 5)
        let connection = try await Connection(source)
        let rows = try await connection.query(
            """
            SELECT datname, pg_database_size(oid) FROM pg_catalog.pg_database
            WHERE datallowconn AND NOT datistemplate AND has_database_privilege(oid, 'CONNECT')
            """
        )
        await connection.close()
        let wanted = selections ?? DatabaseSelections()
        var databases: [String: Int] = [:]
        for row in rows {
            guard let name = row[0], let size = row[1].flatMap({ Int($0) }) else { continue }
            let selection = wanted.isEmpty ? DatabaseSelection() : wanted[name]
            guard let selection, selection.isWhole else { continue }
            databases[name] = size
        }
        self.init(databases: databases)
    }
}

extension DatabaseSelection {
    fileprivate var isWhole: Bool { (tables ?? []).isEmpty && (excludeTables ?? []).isEmpty }
}
