package import FoundationEssentials

/// A valid wish for a new clone.
package struct CloneRequest: Sendable {
    package var id: String
    package var branch: String?
    package var snapshot: Snapshot.ID?
    package var username: String
    /// A SCRAM verifier of the password.
    package var verifier: String
    package var database: String
    package var isRestricted: Bool
    package var settings: [String: String]
    package var owner: String?
    package var isProtected: Bool
    package var protectedUntil: Date?
    /// When it is to be destroyed by itself.
    package var deleteAt: Date?

    package init(
        id: String,
        branch: String? = nil,
        snapshot: Snapshot.ID? = nil,
        username: String,
        verifier: String,
        database: String = "",
        isRestricted: Bool = false,
        settings: [String: String] = [:],
        owner: String? = nil,
        isProtected: Bool = false,
        protectedUntil: Date? = nil,
        deleteAt: Date? = nil
    ) {
        self.id = id
        self.branch = branch
        self.snapshot = snapshot
        self.username = username
        self.verifier = verifier
        self.database = database
        self.isRestricted = isRestricted
        self.settings = settings
        self.owner = owner
        self.isProtected = isProtected
        self.protectedUntil = protectedUntil
        self.deleteAt = deleteAt
    }
}
