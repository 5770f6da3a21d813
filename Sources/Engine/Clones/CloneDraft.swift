package import FoundationEssentials

/// A wish for a clone as its user wrote it, not yet checked.
package struct CloneDraft: Sendable {
    /// Generated if absent or empty.
    package var id: String?
    package var username: String
    package var password: String
    package var database: String
    package var isRestricted: Bool
    package var branch: String?
    package var snapshot: Snapshot.ID?
    package var settings: [String: String]
    package var isProtected: Bool
    /// Minutes of protection; 0 for no end; the policy's default if absent.
    package var protectionMinutes: Int?
    /// When it is to be destroyed by itself.
    package var deleteAt: Date?

    package init(
        id: String? = nil,
        username: String,
        password: String,
        database: String = "",
        isRestricted: Bool = false,
        branch: String? = nil,
        snapshot: Snapshot.ID? = nil,
        settings: [String: String] = [:],
        isProtected: Bool = false,
        protectionMinutes: Int? = nil,
        deleteAt: Date? = nil
    ) {
        self.id = id
        self.username = username
        self.password = password
        self.database = database
        self.isRestricted = isRestricted
        self.branch = branch
        self.snapshot = snapshot
        self.settings = settings
        self.isProtected = isProtected
        self.protectionMinutes = protectionMinutes
        self.deleteAt = deleteAt
    }
}
