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

    /// How a session names the token of a person or a service that it was begun with.
    package static func mark(of token: AccessToken.ID) -> String { prefix + token }

    /// The token of a person or a service that it was begun with; `nil` for the one of the configuration.
    package var accessToken: AccessToken.ID? {
        token.hasPrefix(Self.prefix) ? String(token.dropFirst(Self.prefix.count)) : nil
    }

    private static let prefix = "token:"
}

extension Session: FetchableRecord, PersistableRecord {
    static let databaseTableName = "session"
}
