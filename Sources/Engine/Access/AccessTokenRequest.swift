package import FoundationEssentials

/// A wish for a token.
package struct AccessTokenRequest: Sendable {
    package var name: String
    package var kind: AccessToken.Kind
    /// Of a personal token the person; a service's is its name if nothing else is said.
    package var owner: String
    package var role: Role
    package var scope: AccessScope
    package var expiresAt: Date?

    package init(
        name: String,
        kind: AccessToken.Kind,
        owner: String,
        role: Role,
        scope: AccessScope = AccessScope(),
        expiresAt: Date? = nil
    ) {
        self.name = name
        self.kind = kind
        self.owner = owner
        self.role = role
        self.scope = scope
        self.expiresAt = expiresAt
    }

    /// - Throws: ``EngineError`` `invalidArgument` that names the field.
    func check(now: Date) throws {
        try Self.check(name, field: "name", limit: 100)
        if kind == .personal || !owner.isEmpty { try Self.check(owner, field: "owner", limit: 320) }
        for pattern in scope.branches { try Self.check(pattern, field: "scope.branches", limit: 100) }
        guard scope.branches.count <= 100 else { throw EngineError.invalid("scope.branches", "more than 100 patterns") }
        guard role != .admin || scope.isWhole else {
            throw EngineError(
                .invalidArgument,
                "invalid value for `scope`: an administrator's token cannot be narrowed",
                hint: "Leave the scope out, or give the role user."
            )
        }
        if let expiresAt, expiresAt <= now { throw EngineError.invalid("expiresAt", "it is over already") }
    }

    private static func check(_ text: String, field: String, limit: Int) throws {
        guard !text.isEmpty else { throw EngineError.invalid(field, "it must not be empty") }
        try EngineError.check(text, field: field, limit: limit)
    }
}
