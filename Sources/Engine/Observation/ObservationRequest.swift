/// The wish to observe a clone.
package struct ObservationRequest: Equatable, Sendable {
    package var clone: Clone.ID
    /// The database whose locks and statistics count; empty for the clone's own.
    package var database: String
    package var settings: ObservationSettings
    /// What its reader wants to know it by, such as a commit.
    package var tags: [String: String]

    /// - Throws: ``EngineError`` `invalidArgument` that names the field.
    package init(
        clone: Clone.ID,
        database: String = "",
        settings: ObservationSettings,
        tags: [String: String] = [:]
    ) throws {
        guard !clone.isEmpty else { throw EngineError(.invalidArgument, "`clone_id` must not be empty") }
        guard database.utf8.count <= 63, !database.utf8.contains(0) else {
            throw EngineError(.invalidArgument, "invalid value for `db_name`: it is no name of a database")
        }
        guard tags.count <= 64, tags.allSatisfy({ $0.key.utf8.count <= 256 && $0.value.utf8.count <= 4096 }) else {
            throw EngineError(
                .invalidArgument,
                "invalid value for `tags`: at most 64 are kept, with names up to 256 bytes and values up to 4096"
            )
        }
        self.clone = clone
        self.database = database
        self.settings = settings
        self.tags = tags
    }
}
