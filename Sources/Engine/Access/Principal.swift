/// Who sends a request, and what he may do.
package struct Principal: Equatable, Sendable {
    /// The name that the audit trail shows, and that what he makes belongs to.
    package var name: String
    /// `nil` for somebody who has shown nothing yet.
    package var role: Role?
    package var scope: AccessScope
    /// Whom his clones belong to; `nil` for nobody.
    package var owner: String?
    /// The token of his own that he used; `nil` for the one of the configuration.
    package var token: AccessToken.ID?

    package init(
        name: String,
        role: Role?,
        scope: AccessScope = AccessScope(),
        owner: String? = nil,
        token: AccessToken.ID? = nil
    ) {
        self.name = name
        self.role = role
        self.scope = scope
        self.owner = owner
        self.token = token
    }

    /// Whoever has a token of his own.
    package init(_ token: AccessToken) {
        self.init(name: token.owner, role: token.role, scope: token.scope, owner: token.owner, token: token.id)
    }

    /// Somebody who has shown nothing.
    package static let nobody = Principal(name: "", role: nil)

    /// Everybody, where no token is needed.
    package static let everybody = Principal(name: "anybody", role: .admin)

    /// Whoever has the token of the configuration.
    /// - Parameter actor: for whom he acts, such as the mail address that a proxy has found out; `nil` for himself.
    package static func administrator(for actor: String? = nil) -> Principal {
        Principal(name: actor ?? "verification token", role: .admin, owner: actor)
    }

    /// Whether he may do what a role may.
    package func has(_ role: Role) -> Bool { self.role.map { $0 >= role } ?? false }

    /// Whether something of this owner is his.
    package func owns(_ owner: String?) -> Bool { owner != nil && owner == self.owner }
}
