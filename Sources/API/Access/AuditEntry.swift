/// One thing that somebody asked for, as `GET /admin/audit` lists it.
public struct AuditEntry: Codable, Hashable, Sendable {
    /// Grows with every entry.
    public var id: Int64
    /// When it was asked for.
    public var at: Timestamp
    /// Who asked; empty for somebody who was not recognised.
    @Lenient public var actor: String
    /// The role he has.
    @Lenient public var role: String
    /// The id of the token of his own that he used; empty for the one of the configuration.
    @Lenient public var token: String
    /// The address that the request came from.
    @Lenient public var address: String
    /// Such as `POST /clone/{id}/reset`, or `sign in`.
    @Lenient public var action: String
    /// The thing.
    @Lenient public var target: String
    /// `done`, `refused`, `failed` or `unfinished`.
    @Lenient public var result: String
    /// The HTTP status of the answer; absent if there was none.
    public var status: Int?
    /// What else there is to say.
    @Lenient public var detail: String

    /// Creates the value field by field.
    public init(
        id: Int64,
        at: Timestamp,
        actor: String = "",
        role: String = "",
        token: String = "",
        address: String = "",
        action: String = "",
        target: String = "",
        result: String = "",
        status: Int? = nil,
        detail: String = ""
    ) {
        self.id = id
        self.at = at
        self.actor = actor
        self.role = role
        self.token = token
        self.address = address
        self.action = action
        self.target = target
        self.result = result
        self.status = status
        self.detail = detail
    }
}
