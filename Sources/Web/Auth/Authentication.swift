import Crypto
package import Engine
import FoundationEssentials
import HTTPTypes

/// Who may use the API.
package enum Authentication: Sendable {
    /// Everybody who reaches the port; only when the operator says so.
    case none
    /// Whoever presents the token.
    case token(TokenHash)
    /// Whoever may at the moment, since the operator may change it while the engine runs.
    case live(Live<Authentication>)
}

/// A token that can be recognised but not read back.
package struct TokenHash: Sendable {
    private let digest: SHA256Digest

    /// Returns `nil` for the empty token.
    package init?(token: String) {
        guard !token.isEmpty else { return nil }
        digest = SHA256.hash(data: Array(token.utf8))
    }

    /// What tells this token from the next, and nothing of it.
    var mark: String { Hexadecimal.text(SHA256.hash(data: Array(digest)).prefix(16)) }

    /// Whether `token` is the one, in a time that does not depend on how much of it is right.
    func matches(_ token: String) -> Bool {
        SHA256.hash(data: Array(token.utf8)) == digest
    }
}

extension Authentication {
    /// The token's present hash; `nil` where everybody may.
    var hash: TokenHash? {
        switch self {
        case .none: nil
        case .token(let hash): hash
        case .live(let present): present.value.hash
        }
    }

    /// Whether a request presents a token, right or wrong.
    static func hasToken(_ headers: HTTPFields) -> Bool { token(in: headers) != nil }

    /// Who presents a token: the one of the configuration, or one of his own.
    /// - Throws: ``RequestError`` 401.
    func principal(_ headers: HTTPFields, _ tokens: AccessTokens?) throws -> Principal {
        guard let hash else { return .everybody }
        guard let token = Self.token(in: headers) else { throw RequestError.unauthorized }
        if hash.matches(token) { return .administrator(for: try Self.actor(in: headers)) }
        guard let known = try tokens?.token(secret: token) else { throw RequestError.unauthorized }
        guard !known.isOver(at: Date()) else { throw RequestError.expired(known) }
        return Principal(known)
    }

    /// For whom a proxy with the token of the configuration acts, as with DBLab.
    private static func actor(in headers: HTTPFields) throws -> String? {
        guard let name = HTTPField.Name("X-Forwarded-User-Email"), let actor = headers[name], !actor.isEmpty else {
            return nil
        }
        guard actor.utf8.count <= 320, !actor.unicodeScalars.contains(where: { $0.value < 32 || $0.value == 127 })
        else { throw RequestError.badRequest("invalid value for the header `X-Forwarded-User-Email`") }
        return actor
    }

    private static func token(in headers: HTTPFields) -> String? {
        if let name = HTTPField.Name("Verification-Token"), let token = headers[name] { return token }
        guard let value = headers[.authorization], value.lowercased().hasPrefix("bearer ") else { return nil }
        return String(value.dropFirst("bearer ".count).drop { $0 == " " })
    }
}
