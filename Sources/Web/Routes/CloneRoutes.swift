import API
import Engine
import HTTPTypes
import Hummingbird
import ServiceLifecycle

/// Clones.
struct CloneRoutes {
    let services: WebServices
    let representations: Representations
    let cache: AnswerCache
    let lists: ListAnswers
    let limits: RequestLimits

    func add(to router: Router<APIContext>) {
        router.get("/clones") { _, _ in try cache.answer("clones") { try lists.clones() } }
        router.post("/clone") { request, _ in try await create(request) }
        router.get("/clone/:id") { request, _ in
            JSONAnswer(try representations.clone(services.clones.clone(id(request))))
        }
        router.patch("/clone/:id") { request, _ in try await update(request) }
        router.delete("/clone/:id") { request, _ in try await destroy(request) }
        router.post("/clone/:id/reset") { request, _ in try await reset(request) }
        router.post("/clone/:id/retry") { request, _ in try await retry(request) }
    }

    private func create(_ request: Request) async throws -> JSONAnswer {
        let wait = try Query(request).wait(upTo: limits.wait)
        guard let body = try await request.json(CloneCreateRequest.self, limit: limits.bodySize) else {
            throw RequestError.badRequest("missing clone request")
        }
        let draft = CloneDraft(body)
        let validation = CloneRequestValidation(policy: services.clones.policy)
        let clone = try services.clones.create(try validation.request(from: draft, verifier: services.passwordVerifier))
        var answer = try await representation(of: clone, after: wait)
        let warnings = validation.warnings(about: draft)
        if !warnings.isEmpty { answer.warnings = warnings }
        return JSONAnswer(answer, status: .created)
    }

    private func update(_ request: Request) async throws -> JSONAnswer {
        let id = try id(request)
        guard let body = try await request.json(CloneUpdateRequest.self, limit: limits.bodySize) else {
            throw RequestError.badRequest("missing clone request")
        }
        let clone = try services.clones.update(id, LifetimeChange(body))
        return JSONAnswer(try representations.clone(clone))
    }

    private func reset(_ request: Request) async throws -> JSONAnswer {
        let id = try id(request)
        let wait = try Query(request).wait(upTo: limits.wait)
        let body = try await request.json(CloneResetRequest.self, limit: limits.bodySize)
        let clone = try services.clones.reset(id, to: ResetTarget(body ?? CloneResetRequest()))
        guard let wait else { return .empty }
        return JSONAnswer(try await representation(of: clone, after: wait))
    }

    private func retry(_ request: Request) async throws -> JSONAnswer {
        let id = try id(request)
        let wait = try Query(request).wait(upTo: limits.wait)
        return JSONAnswer(try await representation(of: try services.clones.retry(id), after: wait))
    }

    private func destroy(_ request: Request) async throws -> JSONAnswer {
        let id = try id(request)
        let wait = try Query(request).wait(upTo: limits.wait)
        try services.clones.destroy(id)
        guard let wait, let clone = try await settled(id, within: wait) else { return .empty }
        return JSONAnswer(try representations.clone(clone))
    }

    private func id(_ request: Request) throws -> String { try request.pathSegment(1, named: "id") }

    /// The clone once nothing more happens to it, or as it is when the time is over.
    private func representation(of clone: DomainClone, after wait: Duration?) async throws -> API.Clone {
        guard let wait else { return try representations.clone(clone) }
        guard let clone = try await settled(clone.id, within: wait) else {
            throw EngineError(.notFound, "clone not found", detail: "It was destroyed meanwhile.")
        }
        return try representations.clone(clone)
    }

    /// A wait that the engine's shutdown cuts short is one whose time is over.
    private func settled(_ id: DomainClone.ID, within wait: Duration) async throws -> DomainClone? {
        do {
            return try await cancelWhenGracefulShutdown { try await services.clones.settled(id, within: wait) }
        } catch is CancellationError {
            return try services.catalog.clone(id)
        }
    }
}
