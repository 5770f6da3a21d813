import Crypto
import FoundationEssentials

/// The secret that decides about all new values; never shown, stored or sent anywhere but to the golden server's memory.
package struct MaskingKey: Sendable, CustomStringConvertible, CustomReflectable {
    private let key: SymmetricKey

    /// - Throws: ``MaskingError`` for a secret that could be guessed.
    package init(_ secret: String) throws {
        let secret = secret.trimmed
        guard secret.utf8.count >= 16 else {
            throw MaskingError(
                "the masking key has fewer than 16 characters",
                hint: "Make one with: openssl rand -hex 32"
            )
        }
        key = SymmetricKey(data: Data(secret.utf8))
    }

    /// A new one that nobody knows, for trials.
    package static func random() throws -> MaskingKey {
        let key = SymmetricKey(size: .bits256)
        return try MaskingKey(key.withUnsafeBytes { $0.map { hexadecimal($0) }.joined() })
    }

    /// Tells keys apart without saying anything about them.
    package var id: String { derived("id").prefix(6).map { hexadecimal($0) }.joined() }

    /// The two blocks that HMAC-SHA-256 puts before its messages, for the key of a domain.
    func blocks(domain: String) -> (inner: String, outer: String) {
        let bytes = Array(derived("domain:" + domain)) + [UInt8](repeating: 0, count: 32)
        func literal(_ pad: UInt8) -> String { "\\x" + bytes.map { hexadecimal($0 ^ pad) }.joined() }
        return (literal(0x36), literal(0x5c))
    }

    private func derived(_ purpose: String) -> HMAC<SHA256>.MAC {
        HMAC<SHA256>.authenticationCode(for: Data("dblab masking 1 \(purpose)".utf8), using: key)
    }

    package var description: String { "masking key \(id)" }
    package var customMirror: Mirror { Mirror(self, children: ["id": id]) }
}
