import API
import Engine
import FoundationEssentials
import Hummingbird

/// Tokens of persons and services, for administrators.
struct TokenRoutes {
    let tokens: AccessTokens
    let limits: RequestLimits

    func add(to router: Router<APIContext>) {
        router.get("/admin/tokens") { _, _ in JSONAnswer(try tokens.all().map { API.Token($0) }) }
        router.post("/admin/tokens") { request, context in try await issue(request, context) }
        router.delete("/admin/tokens/:id") { request, context in
            let token = try tokens.revoke(request.pathSegment(2, named: "id"))
            context.remark.detail("\(token.name), \(token.role.rawValue) of \(token.owner)")
            return JSONAnswer(Acknowledgement(message: "Revoked token"))
        }
    }

    private func issue(_ request: Request, _ context: APIContext) async throws -> JSONAnswer {
        guard let body = try await request.json(TokenCreateRequest.self, limit: limits.bodySize) else {
            throw RequestError.badRequest("missing token request", hint: "Send name, role, and owner or kind.")
        }
        let (token, secret) = try tokens.issue(try AccessTokenRequest(body), by: context.principal)
        context.remark.target("token \(token.id)")
        context.remark.detail("\(token.name), \(token.role.rawValue) of \(token.owner)")
        var answer = API.Token(token)
        answer.token = secret
        return JSONAnswer(answer, status: .created)
    }
}

extension AccessTokenRequest {
    fileprivate init(_ body: TokenCreateRequest) throws {
        let kind = body.kind.isEmpty ? (body.owner.isEmpty ? "service" : "personal") : body.kind
        self.init(
            name: body.name,
            kind: try Self.choice(kind, field: "kind"),
            owner: body.owner,
            role: try Self.choice(body.role, field: "role"),
            scope: AccessScope(
                ownClonesOnly: body.scope?.ownClonesOnly ?? false,
                maskedSnapshotsOnly: body.scope?.maskedSnapshotsOnly ?? false,
                branches: body.scope?.branches ?? []
            ),
            expiresAt: body.expiresAt?.date
        )
    }

    private static func choice<Choice: RawRepresentable<String> & CaseIterable>(
        _ text: String,
        field: String
    ) throws -> Choice {
        if let choice = Choice(rawValue: text) { return choice }
        let choices = Choice.allCases.map(\.rawValue).joined(separator: ", ")
        throw RequestError.badRequest("invalid value for `\(field)`", hint: "Give one of \(choices).")
    }
}

extension API.Token {
    fileprivate init(_ token: AccessToken) {
        self.init(
            id: token.id,
            name: token.name,
            kind: token.kind.rawValue,
            owner: token.owner,
            role: token.role.rawValue,
            scope: TokenScope(token.scope),
            createdAt: Timestamp(token.createdAt),
            createdBy: token.createdBy,
            expiresAt: token.expiresAt.map { Timestamp($0) },
            lastUsedAt: token.lastUsedAt.map { Timestamp($0) }
        )
    }
}

extension TokenScope {
    init(_ scope: AccessScope) {
        self.init(
            ownClonesOnly: scope.ownClonesOnly,
            maskedSnapshotsOnly: scope.maskedSnapshotsOnly,
            branches: scope.branches
        )
    }
}
