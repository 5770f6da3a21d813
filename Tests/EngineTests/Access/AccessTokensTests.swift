import Foundation
import GRDB
import Testing

@testable import Engine

@Suite struct AccessTokensTests {
    private let catalog: Catalog
    private let tokens: AccessTokens
    private let now = Date(timeIntervalSince1970: 1_800_000_000)

    init() throws {
        catalog = try Catalog(DatabaseQueue())
        tokens = AccessTokens(catalog: catalog)
    }

    private func request(_ change: (inout AccessTokenRequest) -> Void = { _ in }) -> AccessTokenRequest {
        var request = AccessTokenRequest(name: "laptop", kind: .personal, owner: "neal@example.com", role: .user)
        change(&request)
        return request
    }

    @Test func aTokenIsKnownByItsSecretOnly() throws {
        let (token, secret) = try tokens.issue(request(), by: .administrator(), now: now)
        #expect(secret.hasPrefix("dblab_") && secret.count == 58)
        #expect(try tokens.token(secret: secret, now: now)?.id == token.id)
        for wrong in ["", secret + "x", String(secret.dropLast()), token.digest, token.id, secret.uppercased()] {
            #expect(try tokens.token(secret: wrong, now: now) == nil)
        }
        #expect(token.createdBy == "verification token")
    }

    @Test func theSecretIsNotInTheCatalog() throws {
        let (_, secret) = try tokens.issue(request(), by: .administrator(), now: now)
        let stored = try catalog.read { try Row.fetchAll($0, sql: "SELECT * FROM token").description }
        #expect(!stored.contains(secret) && !stored.contains(secret.dropFirst("dblab_".count)))
    }

    @Test func aRevokedTokenIsUnknownAndItsSessionsEnd() throws {
        let (token, secret) = try tokens.issue(request(), by: .administrator(), now: now)
        let session = Session(digest: "d", token: Session.mark(of: token.id), expiresAt: now + 60)
        try catalog.insertSession(session, now: now)
        #expect(session.accessToken == token.id)
        #expect(try tokens.revoke(token.id).id == token.id)
        #expect(try tokens.token(secret: secret, now: now) == nil)
        #expect(try catalog.session("d") == nil)
        let error = #expect(throws: EngineError.self) { try tokens.revoke(token.id) }
        #expect(error?.code == .notFound)
    }

    @Test func theLastUseIsWrittenSeldom() throws {
        let (token, secret) = try tokens.issue(request(), by: .administrator(), now: now)
        for (later, written) in [(0.0, 0.0), (599, 0), (601, 601)] {
            _ = try tokens.token(secret: secret, now: now + later)
            #expect(try catalog.token(token.id)?.lastUsedAt == now + written)
        }
    }

    @Test func anEndMakesItOver() throws {
        let (token, _) = try tokens.issue(request { $0.expiresAt = now + 60 }, by: .administrator(), now: now)
        #expect(!token.isOver(at: now + 59))
        #expect(token.isOver(at: now + 60))
    }

    @Test func aServiceIsItsOwnOwner() throws {
        let (token, _) = try tokens.issue(
            AccessTokenRequest(name: "ci", kind: .service, owner: "", role: .user),
            by: .administrator()
        )
        #expect(token.owner == "ci")
    }

    /// Requests in which one field is wrong, by its name.
    private static let wrong: [(field: String, request: AccessTokenRequest)] = {
        func request(
            name: String = "laptop",
            owner: String = "neal",
            role: Role = .user,
            scope: AccessScope = AccessScope(),
            expiresAt: Date? = nil
        ) -> AccessTokenRequest {
            AccessTokenRequest(
                name: name,
                kind: .personal,
                owner: owner,
                role: role,
                scope: scope,
                expiresAt: expiresAt
            )
        }
        return [
            ("name", request(name: "")), ("name", request(name: String(repeating: "n", count: 101))),
            ("name", request(name: "a\nb")), ("owner", request(owner: "")),
            ("owner", request(owner: "\u{1B}[31m")), ("scope.branches", request(scope: AccessScope(branches: [""]))),
            ("scope.branches", request(scope: AccessScope(branches: Array(repeating: "a", count: 101)))),
            ("scope", request(role: .admin, scope: AccessScope(ownClonesOnly: true))),
            ("expiresAt", request(expiresAt: Date(timeIntervalSince1970: 1))),
        ]
    }()

    @Test(arguments: wrong.indices)
    func whatIsWrongIsNamed(_ index: Int) throws {
        let (field, request) = Self.wrong[index]
        let error = #expect(throws: EngineError.self) { try tokens.issue(request, by: .administrator(), now: now) }
        #expect(error?.code == .invalidArgument)
        #expect(error?.message.contains("`\(field)`") ?? false)
        #expect(try tokens.all().isEmpty)
    }
}
