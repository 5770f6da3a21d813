import Crypto
import Engine
import FoundationEssentials
import HTTPTypes
import Hummingbird

/// Who is signed in to the web UI.
///
/// What is kept is a digest: who reads the catalog cannot take over a session.
struct Sessions: Sendable {
    /// A session ends so long after its last use.
    static let lifetime: TimeInterval = 12 * 3600
    /// Its end is moved on after so long at the earliest, so that few requests write.
    private static let slack: TimeInterval = 600

    let catalog: Catalog
    let tokens: AccessTokens
    let authentication: Authentication
    let cookie: SessionCookie

    /// Begins one for whoever has a token; `nil` if it is none of ours.
    func begin(token: String, now: Date = Date()) throws -> (id: String, principal: Principal)? {
        guard let (mark, principal) = try owner(of: token, now: now) else { return nil }
        let id = Identifier.random(length: 52)
        let session = Session(digest: Self.digest(id), token: mark, expiresAt: now + Self.lifetime)
        try catalog.insertSession(session, now: now)
        return (id, principal)
    }

    private func owner(of token: String, now: Date) throws -> (mark: String, Principal)? {
        if let hash = authentication.hash, hash.matches(token) { return (hash.mark, .administrator()) }
        guard let known = try tokens.token(secret: token, now: now), !known.isOver(at: now) else { return nil }
        return (Session.mark(of: known.id), Principal(known))
    }

    /// Who began the session of this id, if it goes on; it is then used once more.
    ///
    /// It ends with the token that began it.
    func principal(_ id: String, now: Date = Date()) throws -> Principal? {
        guard let session = try catalog.session(Self.digest(id)), session.expiresAt > now,
            let principal = try principal(of: session, now: now)
        else { return nil }
        let end = now + Self.lifetime
        if end.timeIntervalSince(session.expiresAt) > Self.slack { try catalog.extendSession(session.digest, to: end) }
        return principal
    }

    private func principal(of session: Session, now: Date) throws -> Principal? {
        guard let hash = authentication.hash else { return nil }
        guard let id = session.accessToken else { return session.token == hash.mark ? .administrator() : nil }
        guard let token = try tokens.token(id, now: now), !token.isOver(at: now) else { return nil }
        return Principal(token)
    }

    /// Ends a session.
    func end(_ id: String) throws { try catalog.removeSession(Self.digest(id)) }

    /// What a page of ours sends with changes, and a page of others cannot know.
    static func csrf(of id: String) -> String { Hexadecimal.text(SHA256.hash(data: Array("csrf:\(id)".utf8))) }

    private static func digest(_ id: String) -> String { Hexadecimal.text(SHA256.hash(data: Array(id.utf8))) }
}
