import Crypto
import CryptoExtras
import FoundationEssentials

/// What a server keeps of a password (RFC 5802, RFC 7677): enough to check a login, not enough to log in.
package struct ScramVerifier: Hashable, Sendable, CustomStringConvertible {
    /// As `CREATE ROLE … PASSWORD` takes it: `SCRAM-SHA-256$4096:salt$StoredKey:ServerKey`.
    package let description: String

    /// Makes the verifier of a password, with a salt that nobody can guess.
    /// - Throws: only if the cryptographic library fails.
    package init(password: String) throws {
        var generator = SystemRandomNumberGenerator()
        let salt = (0..<16).map { _ in UInt8.random(in: .min ... .max, using: &generator) }
        try self.init(password: password, salt: salt, iterations: 4096)
    }

    /// Makes the verifier of a password with a known salt.
    /// - Throws: only if the cryptographic library fails.
    package init(password: String, salt: [UInt8], iterations: Int) throws {
        let key = try Self.saltedPassword(Array(SASLPrep.prepare(password).utf8), salt: salt, iterations: iterations)
        let clientKey = Self.hmac("Client Key", key: key)
        let storedKey = Data(SHA256.hash(data: clientKey)).base64EncodedString()
        let serverKey = Self.hmac("Server Key", key: key).base64EncodedString()
        description = "SCRAM-SHA-256$\(iterations):\(Data(salt).base64EncodedString())$\(storedKey):\(serverKey)"
    }

    /// Takes a verifier that was made before; `nil` if the text is none.
    package init?(parsing text: String) {
        let parts = text.split(separator: "$", omittingEmptySubsequences: false)
        guard parts.count == 3, parts[0] == "SCRAM-SHA-256" else { return nil }
        let salting = parts[1].split(separator: ":", omittingEmptySubsequences: false)
        let keys = parts[2].split(separator: ":", omittingEmptySubsequences: false)
        guard salting.count == 2, keys.count == 2, let iterations = Int(salting[0]), iterations > 0,
            Data(base64Encoded: String(salting[1]))?.isEmpty == false,
            keys.allSatisfy({ Data(base64Encoded: String($0))?.count == SHA256.byteCount })
        else { return nil }
        description = text
    }

    /// Whether this is the verifier of a password.
    /// - Throws: only if the cryptographic library fails.
    package func matches(_ password: String) throws -> Bool {
        let salting = description.split(separator: "$")[1].split(separator: ":")
        guard let iterations = Int(salting[0]), let salt = Data(base64Encoded: String(salting[1])) else { return false }
        return try Self(password: password, salt: Array(salt), iterations: iterations) == self
    }

    private static func hmac(_ text: String, key: SymmetricKey) -> Data {
        Data(HMAC<SHA256>.authenticationCode(for: Data(text.utf8), using: key))
    }

    /// One key for nothing and for a zero, since HMAC pads with zeros; the library wants an address, and nothing has none.
    private static func saltedPassword(_ password: [UInt8], salt: [UInt8], iterations: Int) throws -> SymmetricKey {
        try KDF.Insecure.PBKDF2.deriveKey(
            from: password.isEmpty ? [0] : password,
            salt: salt,
            using: .sha256,
            outputByteCount: SHA256.byteCount,
            unsafeUncheckedRounds: iterations
        )
    }
}
