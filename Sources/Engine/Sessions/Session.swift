package import FoundationEssentials
import GRDB

/// Somebody who is signed in to the web UI.
package struct Session: Codable, Equatable, Sendable {
    /// Of the secret that the browser holds.
    package var digest: String
    /// A mark of the token that it was begun with.
    package var token: String
    package var expiresAt: Date

    package init(digest: String, token: String, expiresAt: Date) {
        self.digest = digest
        self.token = token
        self.expiresAt = expiresAt
    }
}

extension Session: FetchableRecord, PersistableRecord {
    static let databaseTableName = "session"
}
