import API
import Engine
import HTTPTypes
import Hummingbird

/// Configuration and sources, for administrators.
struct AdminRoutes {
    let services: WebServices
    let representations: Representations
    let limits: RequestLimits

    func add(to router: Router<APIContext>) {
        router.get("/admin/config") { _, _ in JSONAnswer(JSONValue(try await configuration().projection())) }
        router.post("/admin/config") { request, _ in try await change(request) }
        router.get("/admin/config.yaml") { _, _ in
            Response(
                status: .ok,
                headers: [.contentType: "application/yaml; charset=utf-8"],
                body: ResponseBody(byteBuffer: ByteBuffer(string: try await configuration().maskedText()))
            )
        }
        router.post("/admin/test-db-source") { request, _ in try await test(request) }
        router.post("/admin/probe-source") { request, _ in try await probe(request) }
        // There is nothing to pay for, and nobody to report to.
        router.get("/admin/billing-status") { _, _ in JSONAnswer(BillingStatus()) }
        router.post("/admin/activate") { _, _ in JSONAnswer(representations.engine) }
    }

    private func configuration() throws -> any ConfigurationControl {
        guard let configuration = services.configuration else {
            throw EngineError(.unavailable, "the configuration cannot be reached here")
        }
        return configuration
    }

    private func change(_ request: Request) async throws -> JSONAnswer {
        guard let body = try await request.json(JSONValue.self, limit: limits.bodySize), case .object = body else {
            throw RequestError.badRequest(
                "missing configuration",
                hint: "Send an object as GET /admin/config answers it, with retrievalMode."
            )
        }
        guard let projection = ConfigurationValue(body) else { throw RequestError.badRequest("missing configuration") }
        return JSONAnswer(JSONValue(try await configuration().change(to: projection)))
    }

    private func test(_ request: Request) async throws -> JSONAnswer {
        guard let body = try await request.json(SourceTestRequest.self, limit: limits.bodySize) else {
            throw RequestError.badRequest("missing connection", hint: "Send host, port, dbname, username, password.")
        }
        let verdict = try await configuration().test(
            SourceLogin(
                host: body.host,
                port: body.port,
                database: body.dbname,
                user: body.username,
                password: body.password,
                databases: body.databases
            )
        )
        return JSONAnswer(SourceTest(verdict))
    }

    private func probe(_ request: Request) async throws -> JSONAnswer {
        guard let body = try await request.json(SourceProbeRequest.self, limit: limits.bodySize) else {
            throw RequestError.badRequest("missing `url`", hint: "Send the address of the source, and its password.")
        }
        return JSONAnswer(SourceProposal(try await configuration().probe(url: body.url, password: body.password)))
    }
}
