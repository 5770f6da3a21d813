import API
import Engine
import HTTPTypes
import Hummingbird

/// Sessions of observation.
struct ObservationRoutes {
    let services: WebServices
    let limits: RequestLimits

    func add(to router: Router<APIContext>) {
        router.post("/observation/start") { request, _ in try await start(request) }
        router.post("/observation/stop") { request, _ in try await stop(request) }
        router.get("/observation/summary/:clone_id/:session_id") { request, _ in
            let session = try Self.session(request.pathSegment(3, named: "session_id"))
            let clone = try request.pathSegment(2, named: "clone_id")
            return JSONAnswer(ObservationSummary(try services.observations.report(clone: clone, session: session)))
        }
        router.get("/observation/download") { request, _ in try download(request) }
    }

    private func start(_ request: Request) async throws -> JSONAnswer {
        guard let body = try await request.json(ObservationStartRequest.self, limit: limits.bodySize) else {
            throw RequestError.badRequest("missing observation request")
        }
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

    private func stop(_ request: Request) async throws -> JSONAnswer {
        guard let body = try await request.json(ObservationStopRequest.self, limit: limits.bodySize) else {
            throw RequestError.badRequest("missing observation request")
        }
        let report = try await services.observations.stop(clone: body.cloneID, hasOverallError: body.overallError)
        return JSONAnswer(ObservationSession(report))
    }

    private func download(_ request: Request) throws -> Response {
        let query = try Query(request)
        let type = query["artifact_type"] ?? ""
        _ = try ObservationService.artifactType(type)
        let session = try Self.session(query["session_id"] ?? "")
        let data = try services.observations.artifact(type, clone: query["clone_id"] ?? "", session: session)
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
