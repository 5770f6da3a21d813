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

    /// - Throws: ``RequestError`` 401.
    func check(_ headers: HTTPFields) throws {
        switch self {
        case .none: return
        case .token(let hash):
            guard let token = Self.token(in: headers), hash.matches(token) else { throw RequestError.unauthorized }
        case .live(let present): try present.value.check(headers)
        }
    }

    private static func token(in headers: HTTPFields) -> String? {
        if let name = HTTPField.Name("Verification-Token"), let token = headers[name] { return token }
        guard let value = headers[.authorization], value.lowercased().hasPrefix("bearer ") else { return nil }
        return String(value.dropFirst("bearer ".count).drop { $0 == " " })
    }
}
