/// A token of a person or a service, as `GET /admin/tokens` lists it.
public struct Token: Codable, Hashable, Sendable {
    /// Its name in requests.
    public var id: String
    /// What it is for.
    @Lenient public var name: String
    /// `personal` or `service`.
    @Lenient public var kind: String
    /// Whom what is made with it belongs to.
    @Lenient public var owner: String
    /// `viewer`, `user` or `admin`.
    @Lenient public var role: String
    /// What narrows the role.
    public var scope: TokenScope
    /// When it was made.
    public var createdAt: Timestamp
    /// Who made it.
    @Lenient public var createdBy: String
    /// When it ends; absent for never.
    public var expiresAt: Timestamp?
    /// When it was last used, to about ten minutes; absent for never.
    public var lastUsedAt: Timestamp?
    /// The secret; in the answer to its making only.
    public var token: String?

    /// Creates the value field by field.
    public init(
        id: String,
        name: String,
        kind: String,
        owner: String,
        role: String,
        scope: TokenScope = TokenScope(),
        createdAt: Timestamp,
        createdBy: String,
        expiresAt: Timestamp? = nil,
        lastUsedAt: Timestamp? = nil,
        token: String? = nil
    ) {
        self.id = id
        self.name = name
        self.kind = kind
        self.owner = owner
        self.role = role
        self.scope = scope
        self.createdAt = createdAt
        self.createdBy = createdBy
        self.expiresAt = expiresAt
        self.lastUsedAt = lastUsedAt
        self.token = token
    }
}

/// What narrows the role of a token.
public struct TokenScope: Codable, Hashable, Sendable {
    /// Whether clones of others are not even seen.
    @Lenient public var ownClonesOnly: Bool
    /// Whether clones may be made of masked snapshots only.
    @Lenient public var maskedSnapshotsOnly: Bool
    /// Patterns of the branches that it is for; none for all.
    @Lenient public var branches: [String]

    /// Creates the value field by field.
    public init(ownClonesOnly: Bool = false, maskedSnapshotsOnly: Bool = false, branches: [String] = []) {
        self.ownClonesOnly = ownClonesOnly
        self.maskedSnapshotsOnly = maskedSnapshotsOnly
        self.branches = branches
    }
}
