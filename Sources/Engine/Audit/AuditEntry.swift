package import FoundationEssentials
package import GRDB

/// One thing that somebody asked for: who, what, from where, and what came of it.
package struct AuditEntry: Codable, Equatable, Sendable, Identifiable {
    /// Grows with time, never reused.
    package var id: Int64?
    package var at: Date
    package var actor: String
    /// `nil` for somebody who was not recognised.
    package var role: Role?
    /// The token of his own that he used.
    package var token: AccessToken.ID?
    /// The address that the request came from.
    package var address: String
    /// Such as `POST /clone/{id}/reset`, or `sign in`.
    package var action: String
    /// The thing, as the request or its answer named it.
    package var target: String
    /// The HTTP status of the answer; `nil` if the engine ended before.
    package var status: Int?
    package var detail: String?

    package init(
        at: Date = Date(),
        by principal: Principal,
        address: String,
        action: String,
        target: String,
        status: Int? = nil,
        detail: String? = nil
    ) {
        self.at = at
        actor = principal.name
        role = principal.role
        token = principal.token
        self.address = address
        self.action = action
        self.target = target
        self.status = status
        self.detail = detail
    }
}

extension AuditEntry: FetchableRecord, MutablePersistableRecord {
    package static let databaseTableName = "audit"

    package mutating func didInsert(_ inserted: InsertionSuccess) { id = inserted.rowID }
}
