import API
import Engine
import Foundation
import HTTPTypes
import HummingbirdTesting
import Testing
import Web

/// Who may do what: every route, by every role, with things of his own, of somebody else's and of nobody's.
@Suite struct AccessTableTests {
    /// Whose things the request is about.
    enum Whose: String, CaseIterable, Sendable { case own, other, nobody }

    /// What a route needs.
    enum Need: Sendable {
        /// Nothing, or a token of another kind.
        case open
        case role(String)
        /// A user whose thing it is, or an administrator.
        case owner
        /// The same, and a branch that may be committed to.
        case committer
    }

    /// Every route; the test of the description makes sure that none is missing here.
    static let needs: [String: Need] = [
        "GET /healthz": .open, "POST /healthz": .open, "GET /openapi.yaml": .open, "GET /instance/logs": .open,
        "GET /api/swagger-spec/dblab_openapi.yaml": .open,
        "GET /ui/session": .open, "POST /ui/session": .open, "DELETE /ui/session": .open,
        "GET /status": .role("viewer"), "GET /identity": .role("viewer"), "GET /clones": .role("viewer"),
        "GET /clone/{id}": .role("viewer"), "GET /branches": .role("viewer"), "GET /branch/{name}/log": .role("viewer"),
        "GET /branch/snapshot/{id}": .role("viewer"), "GET /snapshots": .role("viewer"),
        "GET /snapshot/{id}": .role("viewer"), "GET /instance/retrieval": .role("viewer"),
        "GET /instance/refreshes": .role("viewer"), "GET /metrics": .role("viewer"),
        "GET /instance/events": .role("viewer"), "GET /instance/history": .role("viewer"),
        "GET /events": .role("viewer"),
        "GET /observation/summary/{clone_id}/{session_id}": .role("viewer"),
        "GET /observation/download": .role("viewer"),
        "POST /clone": .role("user"), "POST /branch": .role("user"),
        "PATCH /clone/{id}": .owner, "DELETE /clone/{id}": .owner, "POST /clone/{id}/reset": .owner,
        "POST /clone/{id}/retry": .owner, "PATCH /branch/{name}": .owner, "DELETE /branch/{name}": .owner,
        "POST /snapshot/clone": .owner, "PATCH /snapshot/{id}": .owner, "DELETE /snapshot/{id}": .owner,
        "POST /observation/start": .owner, "POST /observation/stop": .owner,
        "POST /branch/snapshot": .committer,
        "POST /snapshot": .role("admin"), "POST /full-refresh": .role("admin"),
        "POST /full-refresh/cancel": .role("admin"), "GET /instance/webhooks": .role("admin"),
        "GET /instance/log-events": .role("admin"), "GET /admin/ws-auth": .role("admin"),
        "POST /admin/ws-auth": .role("admin"), "GET /admin/config": .role("admin"),
        "POST /admin/config": .role("admin"), "GET /admin/config.yaml": .role("admin"),
        "POST /admin/test-db-source": .role("admin"), "POST /admin/probe-source": .role("admin"),
        "GET /admin/billing-status": .role("admin"), "POST /admin/activate": .role("admin"),
        "GET /admin/tokens": .role("admin"), "POST /admin/tokens": .role("admin"),
        "DELETE /admin/tokens/{id}": .role("admin"), "GET /admin/audit": .role("admin"),
        "GET /admin/audit/export": .role("admin"),
    ]

    @Test func everyRouteIsInTheTable() throws {
        #expect(Set(Self.needs.keys) == Set(WebApplication.routes(try TestEngine().services)))
    }

    @Test(arguments: needs.keys.sorted(), Role.allCases)
    func eachRoleMayWhatTheTableSays(_ route: String, _ role: Role) async throws {
        for whose in Whose.allCases {
            let scene = try Scene(role)
            try await scene.engine.test { requests in
                // Streams and refreshes do not end here: a wrong position and a short wait end the answer.
                let response = try await requests.send(
                    scene.method(route),
                    scene.path(route, whose),
                    token: scene.secret,
                    bytes: scene.body(route, whose)
                )
                let isRefused = response.status == .forbidden
                #expect(isRefused == !Self.allows(route, role, whose), "\(whose): \(response.status) \(response.text)")
                #expect(response.status != .unauthorized || Self.isOpen(route))
                if isRefused { #expect(try response.error(.forbidden).code == "FORBIDDEN") }
            }
        }
    }

    private static func isOpen(_ route: String) -> Bool {
        if case .open? = needs[route] { true } else { false }
    }

    private static func allows(_ route: String, _ role: Role, _ whose: Whose) -> Bool {
        switch needs[route] {
        case .open: true
        case .role(let needed): Role(rawValue: needed).map { role >= $0 } ?? false
        case .owner: role == .admin || (role == .user && whose == .own)
        // Of a clone of one's own in a branch of somebody else's, and in `main`.
        case .committer: role == .admin || (role == .user && whose == .own)
        case nil: false
        }
    }

    /// Things of three owners, and a token.
    struct Scene {
        let engine: TestEngine
        let secret: String

        init(_ role: Role) throws {
            engine = try TestEngine()
            try engine.addSnapshot()
            let token = AccessTokenRequest(name: "t", kind: .personal, owner: "neal", role: role)
            secret = try engine.services.tokens.issue(token, by: .administrator()).secret
            for (whose, owner) in [(Whose.own, "neal"), (.other, "ann"), (.nobody, nil)] {
                var branch = BranchRequest(name: whose.rawValue, base: "main")
                branch.owner = owner
                _ = try engine.services.snapshots.branches.create(branch)
                var snapshot = try engine.makeSnapshot("pool@\(whose.rawValue)", age: 60)
                snapshot.owner = owner
                // Nothing works on removals here, and they would be waited for.
                snapshot.isProtected = true
                try engine.catalog.insertSnapshot(snapshot)
                var clone = CloneRequest(id: whose.rawValue, branch: whose.rawValue, username: "u", verifier: "v")
                clone.owner = owner
                _ = try engine.services.clones.create(clone)
            }
        }

        func method(_ route: String) throws -> HTTPRequest.Method {
            try #require(HTTPRequest.Method(String(route.prefix { $0 != " " })))
        }

        func path(_ route: String, _ whose: Whose) -> String {
            let path = route.drop { $0 != " " }.dropFirst()
            let id = path.contains("snapshot") ? "pool@\(whose.rawValue)" : whose.rawValue
            return path.replacing("{id}", with: id).replacing("{name}", with: whose.rawValue)
                .replacing("{clone_id}", with: whose.rawValue).replacing("{session_id}", with: "1")
                + (["/events", "/instance/log-events"].contains(path) ? "?after=-1" : "")
                + (route == "POST /snapshot" ? "?wait=1ms" : "")
        }

        func body(_ route: String, _ whose: Whose) -> [UInt8]? {
            switch route {
            case "POST /clone": Array(#"{"db":{"username":"u","password":"p"}}"#.utf8)
            case "POST /branch": Array(#"{"branchName":"new","baseBranch":"main"}"#.utf8)
            case "POST /branch/snapshot", "POST /snapshot/clone": Array(#"{"cloneID":"\#(whose)"}"#.utf8)
            case "POST /observation/start", "POST /observation/stop": Array(#"{"clone_id":"\#(whose)"}"#.utf8)
            case _ where route.hasPrefix("PATCH"): Array(#"{"protected":true}"#.utf8)
            default: nil
            }
        }
    }
}
