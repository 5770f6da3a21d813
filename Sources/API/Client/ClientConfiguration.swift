import FoundationEssentials

/// Where an engine is and how to talk to it.
public struct ClientConfiguration: Hashable, Sendable {
    /// The base URL, with an optional path prefix.
    public var url: String
    /// The verification token; `nil` or empty to send none.
    public var token: String?
    /// Whether any TLS certificate is accepted.
    public var skipsCertificateVerification: Bool
    /// How long one request may take, besides the time that it asks the engine to wait.
    public var requestTimeout: Duration

    /// Creates the value field by field.
    public init(
        url: String,
        token: String? = nil,
        skipsCertificateVerification: Bool = false,
        requestTimeout: Duration = .seconds(60)
    ) {
        self.url = url
        self.token = token
        self.skipsCertificateVerification = skipsCertificateVerification
        self.requestTimeout = requestTimeout
    }

    /// The same with a URL that requests can be appended to.
    /// - Throws: ``ClientError/invalidURL(_:reason:)``.
    public func validated() throws -> ClientConfiguration {
        func invalid(_ reason: String) -> ClientError { .invalidURL(url, reason: reason) }
        guard !url.isEmpty else { throw invalid("it is empty") }
        guard url.utf8.count <= 2048 else {
            throw ClientError.invalidURL("\(url.prefix(40))…", reason: "it is too long")
        }
        guard url.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7f }), let parts = URL(string: url) else {
            throw invalid("it holds characters that a URL cannot")
        }
        guard ["http", "https", "http+unix"].contains(parts.scheme?.lowercased()) else {
            throw invalid("it does not start with http:// or https://")
        }
        guard let host = parts.host(), !host.isEmpty else { throw invalid("it names no host") }
        guard parts.query == nil, parts.fragment == nil else { throw invalid("it has a query or a fragment") }
        guard parts.user == nil else { throw invalid("it holds a user; pass the token separately") }
        guard token?.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7f }) ?? true else {
            throw invalid("the token beside it holds spaces or characters that a header cannot")
        }
        var result = self
        while result.url.hasSuffix("/") { result.url.removeLast() }
        return result
    }
}
