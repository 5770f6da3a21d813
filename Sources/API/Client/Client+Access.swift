public import FoundationEssentials

extension Client {
    /// All tokens of persons and services.
    public func tokens() async throws -> [Token] { try await value(Route(.get, "/admin/tokens")) }

    /// Makes a token; the answer has its secret.
    public func createToken(_ request: TokenCreateRequest) async throws -> Token {
        try await value(Route(.post, "/admin/tokens"), body: request)
    }

    /// Ends a token.
    public func revokeToken(_ id: String) async throws {
        try await send(Route(.delete, "/admin/tokens/\(Route.segment(id))"))
    }

    /// The newest entries of the audit trail.
    /// - Parameter query: `actor`, `text`, `result`, `since`, `until`, `limit`.
    public func audit(_ query: [(name: String, value: String?)] = []) async throws -> [AuditEntry] {
        try await value(Route(.get, "/admin/audit", query: query))
    }

    /// The audit trail as a file, the oldest entry first.
    /// - Parameter format: `jsonl` or `csv`.
    public func auditFile(_ format: String, _ query: [(name: String, value: String?)] = []) async throws -> Data {
        try await send(Route(.get, "/admin/audit/export", query: query + [("format", format)]))
    }
}
