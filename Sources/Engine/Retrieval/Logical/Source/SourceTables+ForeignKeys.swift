import Postgres

extension SourceTables {
    /// The foreign keys among tables that the source knows to hold.
    ///
    /// Without those that only hold from now on (`NOT VALID`), those of partitioned tables, which PostgreSQL makes in one
    /// way only, and those with comments or blanks in their names, which the list of an archive does not tell apart.
    func checkedForeignKeys(among tables: [SourceTable]) async throws -> [ForeignKey] {
        let streamed = Set(tables.map { [$0.schema, $0.name] })
        return try await snapshot.connection.query(Self.foreignKeyQuery).compactMap { row in
            let words = row.compactMap(\.self)
            guard words.count == 7, streamed.contains([words[0], words[1]]), streamed.contains([words[5], words[6]]),
                !words[...2].joined().contains(where: \.isWhitespace)
            else { return nil }
            return ForeignKey(schema: words[0], table: words[1], name: words[2], owner: words[3], definition: words[4])
        }
    }

    private static let foreignKeyQuery = """
        SELECT n.nspname, c.relname, k.conname, pg_catalog.pg_get_userbyid(c.relowner),
            pg_catalog.pg_get_constraintdef(k.oid), fn.nspname, f.relname
        FROM pg_catalog.pg_constraint k
            JOIN pg_catalog.pg_class c ON c.oid = k.conrelid JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
            JOIN pg_catalog.pg_class f ON f.oid = k.confrelid JOIN pg_catalog.pg_namespace fn ON fn.oid = f.relnamespace
        WHERE k.contype = 'f' AND k.convalidated AND k.conparentid = 0 AND c.relkind = 'r' AND f.relkind = 'r'
            AND pg_catalog.obj_description(k.oid, 'pg_constraint') IS NULL
        ORDER BY 1, 2, 3
        """
}
