import Crypto
import Engine
import FoundationEssentials
import Synchronization

/// Tokens that open one connection within a minute, for clients that cannot send headers.
final class OneTimeTokens: Sendable {
    static let lifetime = Duration.seconds(60)
    /// More than anybody needs within a minute; the oldest go first.
    private static let limit = 1000

    private let ends = Mutex<[(digest: SHA256Digest, end: ContinuousClock.Instant)]>([])

    func issue(now: ContinuousClock.Instant = .now) -> String {
        let token = Identifier.random(length: 52)
        let digest = SHA256.hash(data: Array(token.utf8))
        ends.withLock { ends in
            ends.removeAll { $0.end <= now }
            if ends.count >= Self.limit { ends.removeFirst(ends.count - Self.limit + 1) }
            ends.append((digest, now + Self.lifetime))
        }
        return token
    }

    /// Whether it may be used; it may not be used again.
    func redeem(_ token: String, now: ContinuousClock.Instant = .now) -> Bool {
        let digest = SHA256.hash(data: Array(token.utf8))
        return ends.withLock { ends in
            guard let index = ends.firstIndex(where: { $0.digest == digest }) else { return false }
            return ends.remove(at: index).end > now
        }
    }
}
