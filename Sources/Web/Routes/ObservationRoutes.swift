import API
import Engine
import HTTPTypes
import Hummingbird

/// Sessions of observation.
struct ObservationRoutes {
    let services: WebServices
    let limits: RequestLimits

    func add(to router: Router<APIContext>) {
        router.post("/observation/start") { request, context in try await start(request, context) }
        router.post("/observation/stop") { request, context in try await stop(request, context) }
        router.get("/observation/summary/:clone_id/:session_id") { request, context in
            let session = try Self.session(request.pathSegment(3, named: "session_id"))
            let clone = try request.pathSegment(2, named: "clone_id")
            try services.access.checkSees(clone, context.principal)
            return JSONAnswer(ObservationSummary(try services.observations.report(clone: clone, session: session)))
        }
        router.get("/observation/download") { request, context in try download(request, context) }
    }

    private func start(_ request: Request, _ context: APIContext) async throws -> JSONAnswer {
        guard let body = try await request.json(ObservationStartRequest.self, limit: limits.bodySize) else {
            throw RequestError.badRequest("missing observation request")
        }
        try services.access.checkChanges(body.cloneID, context.principal)
        let config = body.config ?? ObservationConfig()
        let wish = try ObservationRequest(
            clone: body.cloneID,
            database: body.databaseName,
            settings: ObservationSettings(
                interval: config.observationInterval,
                maxLockDuration: config.maxLockDuration,
                maxDuration: config.maxDuration,
                allowsLogErrors: config.allowLogErrors ?? false
            ),
            tags: body.tags
        )
        return JSONAnswer(ObservationSession(try await services.observations.start(wish)))
    }

    private func stop(_ request: Request, _ context: APIContext) async throws -> JSONAnswer {
        guard let body = try await request.json(ObservationStopRequest.self, limit: limits.bodySize) else {
            throw RequestError.badRequest("missing observation request")
        }
        try services.access.checkChanges(body.cloneID, context.principal)
        let report = try await services.observations.stop(clone: body.cloneID, hasOverallError: body.overallError)
        return JSONAnswer(ObservationSession(report))
    }

    private func download(_ request: Request, _ context: APIContext) throws -> Response {
        let query = try Query(request)
        let type = query["artifact_type"] ?? ""
        _ = try ObservationService.artifactType(type)
        let session = try Self.session(query["session_id"] ?? "")
        let clone = query["clone_id"] ?? ""
        try services.access.checkSees(clone, context.principal)
        let data = try services.observations.artifact(type, clone: clone, session: session)
        return Response(
            status: .ok,
            headers: [.contentType: "application/json"],
            body: ResponseBody(byteBuffer: ByteBuffer(bytes: data))
        )
    }

    /// DBLab shows 0 whatever was given.
    private static func session(_ text: String) throws -> Int64 {
        guard let number = Int64(text), number >= 0 else {
            throw RequestError.badRequest("invalid session_id: 0", hint: "It is the number that start answered with.")
        }
        return number
    }
}
