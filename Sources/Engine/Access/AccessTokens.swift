import Crypto
package import FoundationEssentials

/// The tokens of persons and services: given out once, kept as digests.
package struct AccessTokens: Sendable {
    /// What every secret begins with, so that scanners for lost secrets know it.
    package static let prefix = "dblab_"
    /// The last use is written down so seldom that few requests write.
    private static let slack: TimeInterval = 600

    let catalog: Catalog

    package init(catalog: Catalog) { self.catalog = catalog }

    /// All tokens, by name; also those that are over.
    package func all() throws -> [AccessToken] { try catalog.tokens() }

    /// Makes a token; its secret is told this once.
    /// - Throws: ``EngineError`` `invalidArgument`.
    package func issue(
        _ request: AccessTokenRequest,
        by issuer: Principal,
        now: Date = Date()
    ) throws -> (token: AccessToken, secret: String) {
        try request.check(now: now)
        // 52 digits of five bits each: more than the 256 bits of the digest.
        let secret = Self.prefix + Identifier.random(length: 52)
        let token = AccessToken(
            id: Identifier.random(length: 12),
            name: request.name,
            kind: request.kind,
            owner: request.owner.isEmpty ? request.name : request.owner,
            role: request.role,
            scope: request.scope,
            digest: Self.digest(secret),
            createdAt: now,
            createdBy: issuer.name,
            expiresAt: request.expiresAt
        )
        try catalog.insertToken(token)
        return (token, secret)
    }

    /// Ends a token, and the sessions of the web UI that were begun with it.
    /// - Throws: ``EngineError`` `notFound`.
    package func revoke(_ id: AccessToken.ID) throws -> AccessToken {
        guard let token = try catalog.removeToken(id) else {
            throw EngineError(.notFound, "token not found", hint: "GET /admin/tokens lists the ids.")
        }
        return token
    }

    /// The token with this secret, over or not; it is then used once more.
    ///
    /// It is looked up by its digest: how long that takes tells nothing about the secret.
    package func token(secret: String, now: Date = Date()) throws -> AccessToken? {
        guard secret.hasPrefix(Self.prefix) else { return nil }
        return try used(catalog.token(digest: Self.digest(secret)), now: now)
    }

    /// The token of this id, over or not; it is then used once more.
    package func token(_ id: AccessToken.ID, now: Date = Date()) throws -> AccessToken? {
        try used(catalog.token(id), now: now)
    }

    private func used(_ token: AccessToken?, now: Date) throws -> AccessToken? {
        guard let token, !token.isOver(at: now) else { return token }
        if token.lastUsedAt.map({ now.timeIntervalSince($0) > Self.slack }) ?? true {
            try catalog.noteUse(of: token.id, at: now)
        }
        return token
    }

    private static func digest(_ secret: String) -> String {
        Hexadecimal.text(SHA256.hash(data: Array(secret.utf8)))
    }
}

extension AccessToken {
    /// Whether it is good for nothing any more.
    package func isOver(at now: Date) -> Bool { expiresAt.map { $0 <= now } ?? false }
}
