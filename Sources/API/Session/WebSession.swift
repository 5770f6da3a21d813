/// Whether somebody is signed in to the web UI; the answer to `/ui/session`.
public struct WebSession: Codable, Hashable, Sendable {
    /// What changes are to carry in the header `X-CSRF-Token`; empty while nobody is signed in.
    @Lenient public var csrf: String
    /// Whether one has to sign in at all.
    @Lenient public var required: Bool

    /// Creates the value field by field.
    public init(csrf: String = "", required: Bool = true) {
        self.csrf = csrf
        self.required = required
    }
}

/// The body of `POST /ui/session`.
public struct WebSessionRequest: Codable, Hashable, Sendable {
    /// The verification token.
    @Lenient public var token: String

    /// Creates the value.
    public init(token: String = "") { self.token = token }
}
