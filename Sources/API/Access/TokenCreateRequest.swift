/// The body of `POST /admin/tokens`.
public struct TokenCreateRequest: Codable, Hashable, Sendable {
    /// What it is for.
    @Lenient public var name: String
    /// `personal` or `service`; a person's if an owner is given, unless said.
    @Lenient public var kind: String
    /// Whom what is made with it belongs to; of a service its name unless given.
    @Lenient public var owner: String
    /// `viewer`, `user` or `admin`.
    @Lenient public var role: String
    /// What narrows the role.
    public var scope: TokenScope?
    /// When it ends; never if absent.
    public var expiresAt: Timestamp?

    /// Creates the value field by field.
    public init(
        name: String,
        kind: String = "",
        owner: String = "",
        role: String,
        scope: TokenScope? = nil,
        expiresAt: Timestamp? = nil
    ) {
        self.name = name
        self.kind = kind
        self.owner = owner
        self.role = role
        self.scope = scope
        self.expiresAt = expiresAt
    }
}
