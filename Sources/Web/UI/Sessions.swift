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
    let authentication: Authentication
    let cookie: SessionCookie

    /// Begins one for whoever has the token; `nil` if it is another.
    func begin(token: String, now: Date = Date()) throws -> String? {
        guard let hash = authentication.hash, hash.matches(token) else { return nil }
        let id = Identifier.random(length: 52)
        let session = Session(digest: Self.digest(id), token: hash.mark, expiresAt: now + Self.lifetime)
        try catalog.insertSession(session, now: now)
        return id
    }

    /// Whether the id is of a session that goes on; it is then used once more.
    ///
    /// It ends with the token that began it.
    func isValid(_ id: String, now: Date = Date()) throws -> Bool {
        guard let hash = authentication.hash, let session = try catalog.session(Self.digest(id)) else { return false }
        guard session.token == hash.mark, session.expiresAt > now else { return false }
        let end = now + Self.lifetime
        if end.timeIntervalSince(session.expiresAt) > Self.slack { try catalog.extendSession(session.digest, to: end) }
        return true
    }

    /// Ends a session.
    func end(_ id: String) throws { try catalog.removeSession(Self.digest(id)) }

    /// What a page of ours sends with changes, and a page of others cannot know.
    static func csrf(of id: String) -> String { Hexadecimal.text(SHA256.hash(data: Array("csrf:\(id)".utf8))) }

    private static func digest(_ id: String) -> String { Hexadecimal.text(SHA256.hash(data: Array(id.utf8))) }
}
