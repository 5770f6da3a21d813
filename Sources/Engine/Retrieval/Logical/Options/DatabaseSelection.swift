/// What to take of one database; all of it by default.
package struct DatabaseSelection: Codable, Hashable, Sendable {
    /// Only these tables, as patterns of `pg_dump`.
    package var tables: [String]?
    package var excludeTables: [String]?
    /// `directory` (default), `custom` or `plain`.
    package var format: DumpFormat?
    /// `gzip`, `bzip2` or `no`; found out by itself where it is not given.
    package var compression: DumpCompression?

    package init(
        tables: [String]? = nil,
        excludeTables: [String]? = nil,
        format: DumpFormat? = nil,
        compression: DumpCompression? = nil
    ) {
        self.tables = tables
        self.excludeTables = excludeTables
        self.format = format
        self.compression = compression
    }
}

/// How a dump lies on disk.
package enum DumpFormat: String, Codable, Sendable { case directory, custom, plain }

/// How a plain dump is packed.
package enum DumpCompression: String, Codable, Sendable { case gzip, bzip2, no }

/// Databases by name; `mydb:` with nothing behind it means all of it.
package struct DatabaseSelections: Codable, Hashable, Sendable {
    package var byName: [String: DatabaseSelection]

    package init(_ byName: [String: DatabaseSelection] = [:]) { self.byName = byName }

    package init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        if container.decodeNil() {
            byName = [:]
        } else if let names = try? container.decode([String].self) {
            byName = Dictionary(names.map { ($0, DatabaseSelection()) }) { first, _ in first }
        } else {
            byName = try container.decode([String: DatabaseSelection?].self).mapValues { $0 ?? DatabaseSelection() }
        }
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(byName)
    }

    package var isEmpty: Bool { byName.isEmpty }

    package subscript(name: String) -> DatabaseSelection? { byName[name] }
}
