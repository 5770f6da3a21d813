import Postgres

/// Gives databases other names than they have at the source.
package struct RenameDatabases: RetrievalStage {
    package let name = "rename"
    let names: [String: String]
    let settings: LogicalSettings

    /// - Parameter names: new names by old ones.
    package init(_ names: [String: String], settings: LogicalSettings) {
        self.names = names
        self.settings = settings
    }

    package func run(_ work: RefreshWork) async throws {
        guard !names.isEmpty else { return }
        let server = try await TargetServer.existing(work, settings)
        try await server.start()
        let present = Set(try await server.databases())
        let connection = try await server.connection(database: "template1")
        for (old, new) in names.sorted(by: { $0.key < $1.key }) {
            guard present.contains(old) else {
                work.leaveOut(Omission(object: "renaming of database \(old)", reason: "there is no such database"))
                continue
            }
            let sql = "ALTER DATABASE \(try quoteIdentifier(old)) RENAME TO \(try quoteIdentifier(new))"
            do { try await connection.execute(sql) } catch let error as PostgresError {
                throw EngineError(.failedPrecondition, "database \(old) cannot be renamed to \(new): \(error.message)")
            }
        }
        await connection.close()
    }
}
