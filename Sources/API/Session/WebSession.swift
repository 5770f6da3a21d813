/// Whether somebody is signed in to the web UI; the answer to `/ui/session`.
public struct WebSession: Codable, Hashable, Sendable {
    /// What changes are to carry in the header `X-CSRF-Token`; empty while nobody is signed in.
    @Lenient public var csrf: String
    /// Whether one has to sign in at all.
    @Lenient public var required: Bool
    /// Who is signed in; empty while nobody is.
    @Lenient public var name: String
    /// What he may do: `viewer`, `user` or `admin`; empty while nobody is signed in.
    @Lenient public var role: String

    /// Creates the value field by field.
    public init(csrf: String = "", required: Bool = true, name: String = "", role: String = "") {
        self.csrf = csrf
        self.required = required
        self.name = name
        self.role = role
    }
}

/// The body of `POST /ui/session`.
public struct WebSessionRequest: Codable, Hashable, Sendable {
    /// The verification token.
    @Lenient public var token: String

    /// Creates the value.
    public init(token: String = "") { self.token = token }
}
