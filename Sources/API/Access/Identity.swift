/// Who sends a request, as `GET /identity` answers.
public struct Identity: Codable, Hashable, Sendable {
    /// His name.
    @Lenient public var name: String
    /// What he may do: `viewer`, `user` or `admin`.
    @Lenient public var role: String
    /// What narrows that.
    public var scope: TokenScope

    /// Creates the value field by field.
    public init(name: String, role: String, scope: TokenScope = TokenScope()) {
        self.name = name
        self.role = role
        self.scope = scope
    }
}
