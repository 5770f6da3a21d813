package import FoundationEssentials
import GRDB

/// A token of a person or of a service, without its secret.
package struct AccessToken: Codable, Equatable, Sendable, Identifiable {
    package var id: String
    /// What it is for.
    package var name: String
    package var kind: Kind
    /// Whom what is made with it belongs to.
    package var owner: String
    package var role: Role
    package var scope: AccessScope
    /// SHA-256 of the secret, in hexadecimal digits.
    package var digest: String
    package var createdAt: Date
    package var createdBy: String
    /// `nil` for never.
    package var expiresAt: Date?
    /// To about ten minutes; `nil` for never.
    package var lastUsedAt: Date?

    /// Who has it.
    package enum Kind: String, Codable, CaseIterable, Sendable, DatabaseValueConvertible { case personal, service }
}

extension AccessToken: FetchableRecord, PersistableRecord {
    package static let databaseTableName = "token"
}
