import Postgres

extension Archive {
    /// Makes foreign keys without a look at each row: the source has looked, and the rows here are the same.
    ///
    /// One that cannot be made is reported, as everything else of an archive.
    func add(_ keys: [ForeignKey], _ rules: Rules) async throws {
        guard !keys.isEmpty else { return }
        let connection = try await server.connection(database: database)
        for key in keys {
            do {
                try await connection.execute(try Self.command(for: key))
            } catch let error as PostgresError
                where !error.isConnectionFailure && !error.isCancellation && !rules.stopsAtErrors
            {
                try await connection.execute("ROLLBACK")
                let object = "fk constraint \(key.schema) \(key.table) \(key.name)"
                leaveOut(Omission(object: object, reason: error.message))
            }
        }
        await connection.close()
    }

    private static func command(for key: ForeignKey) throws -> String {
        let table = "\(try quoteIdentifier(key.schema)).\(try quoteIdentifier(key.table))"
        return """
            BEGIN;
            ALTER TABLE ONLY \(table) ADD CONSTRAINT \(try quoteIdentifier(key.name)) \(key.definition) NOT VALID;
            UPDATE pg_catalog.pg_constraint SET convalidated = true
                WHERE conrelid = \(try quoteLiteral(table))::pg_catalog.regclass AND conname = \(try quoteLiteral(key.name));
            COMMIT
            """
    }
}
