import API
import Checker
import Engine
import HTTPTypes
import Hummingbird
import ServiceLifecycle

/// The checker of migrations, with the routes of dblab-ci-checker.
struct CheckerRoutes {
    let check: MigrationCheck
    let facts: EngineFacts
    let limits: RequestLimits

    func add(to router: Router<APIContext>) {
        router.get("/healthz") { _, _ in version }
        router.post("/healthz") { _, _ in version }
        router.post("/migration/run") { request, _ in try await run(request) }
        router.get("/artifact/download") { request, _ in try await download(request) }
        router.get("/artifact/stop") { request, _ in try await stop(request) }
    }

    private var version: JSONAnswer {
        JSONAnswer(EngineVersion(version: facts.version, edition: facts.edition, instanceID: facts.instanceID))
    }

    private func run(_ request: Request) async throws -> JSONAnswer {
        guard let body = try await request.json(MigrationRequest.self, limit: limits.bodySize) else {
            throw RequestError.badRequest("missing migration request")
        }
        return try await translating {
            JSONAnswer(try await cancelWhenGracefulShutdown { try await check.run(body) })
        }
    }

    private func download(_ request: Request) async throws -> Response {
        let query = try Query(request)
        let type = query["artifact_type"] ?? ""
        _ = try ObservationService.artifactType(type)
        guard let session = query["session_id"].flatMap({ UInt64($0) }), session <= UInt64(Int64.max) else {
            throw RequestError.badRequest("invalid session_id: 0")
        }
        let clone = query["clone_id"] ?? ""
        return try await translating {
            let data = try await Client.with(check.engine) {
                try await $0.observationArtifact(type, clone: clone, session: session)
            }
            return Response(
                status: .ok,
                headers: [.contentType: "application/json"],
                body: ResponseBody(byteBuffer: ByteBuffer(bytes: data))
            )
        }
    }

    private func stop(_ request: Request) async throws -> JSONAnswer {
        guard let clone = try Query(request)["clone_id"] else {
            throw RequestError.badRequest("Clone ID must not be empty")
        }
        return try await translating {
            try await Client.with(check.engine) { try await $0.destroyClone(clone) }
            return .empty
        }
    }

    /// Says what the checker or the engine said.
    private func translating<Value>(_ body: () async throws -> Value) async throws -> Value {
        do {
            return try await body()
        } catch let error as CheckerError {
            throw RequestError(error)
        } catch let error as APIError {
            guard (400..<500).contains(error.status), !error.isForbidden else {
                throw RequestError(
                    .badGateway,
                    "INTERNAL_ERROR",
                    "the engine refused: \(error.message)",
                    hint: error.hint
                )
            }
            let status = HTTPResponse.Status(code: error.status)
            throw RequestError(status, error.code, error.message, detail: error.detail, hint: error.hint)
        } catch let error as ClientError {
            throw RequestError(.badGateway, "INTERNAL_ERROR", "\(error)")
        }
    }
}

extension RequestError {
    init(_ error: CheckerError) {
        switch error.kind {
        case .badRequest: self.init(.badRequest, "BAD_REQUEST", error.message, hint: error.hint)
        case .busy: self.init(.tooManyRequests, "CONFLICT", error.message, hint: error.hint)
        case .unavailable: self.init(.badGateway, "INTERNAL_ERROR", error.message, hint: error.hint)
        }
    }
}
