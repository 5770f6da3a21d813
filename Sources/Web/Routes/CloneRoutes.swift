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
        router.get("/clones") { request, context in try list(request, context) }
        router.post("/clone") { request, context in try await create(request, context) }
        router.get("/clone/:id") { request, context in
            let id = try id(request)
            try services.access.checkSees(id, context.principal)
            return JSONAnswer(try representations.clone(services.clones.clone(id)))
        }
        router.patch("/clone/:id") { request, context in try await update(request, context) }
        router.delete("/clone/:id") { request, context in try await destroy(request, context) }
        router.post("/clone/:id/reset") { request, context in try await reset(request, context) }
        router.post("/clone/:id/retry") { request, context in try await retry(request, context) }
    }

    private func list(_ request: Request, _ context: APIContext) throws -> Response {
        let sight = services.sight(context)
        if let id = try Query(request)["id"] {
            let clones = try services.catalog.clone(id).map { sight.shows($0) ? [$0] : [] } ?? []
            return try JSONAnswer(clones.map(representations.clone)).response()
        }
        guard sight.isWhole else {
            return try JSONAnswer(OwnAnswers(representations: representations).clones(sight)).response()
        }
        return try cache.answer("clones") { try lists.clones() }
    }

    private func create(_ request: Request, _ context: APIContext) async throws -> JSONAnswer {
        let wait = try Query(request).wait(upTo: limits.wait)
        guard let body = try await request.json(CloneCreateRequest.self, limit: limits.bodySize) else {
            throw RequestError.badRequest("missing clone request")
        }
        let draft = CloneDraft(body)
        let validation = CloneRequestValidation(policy: services.clones.policy)
        let wish = try validation.request(from: draft, verifier: services.passwordVerifier)
        context.remark.target("clone \(wish.id)")
        let clone = try services.clones.create(try services.access.admit(wish, context.principal))
        if try services.access.isUnmasked(clone) { context.remark.detail("of an unmasked snapshot: \(clone.snapshot)") }
        var answer = try await representation(of: clone, after: wait)
        let warnings = validation.warnings(about: draft)
        if !warnings.isEmpty { answer.warnings = warnings }
        return JSONAnswer(answer, status: .created)
    }

    private func update(_ request: Request, _ context: APIContext) async throws -> JSONAnswer {
        let id = try ownID(request, context)
        guard let body = try await request.json(CloneUpdateRequest.self, limit: limits.bodySize) else {
            throw RequestError.badRequest("missing clone request")
        }
        let clone = try services.clones.update(id, LifetimeChange(body))
        return JSONAnswer(try representations.clone(clone))
    }

    private func reset(_ request: Request, _ context: APIContext) async throws -> JSONAnswer {
        let id = try id(request)
        let wait = try Query(request).wait(upTo: limits.wait)
        let body = try await request.json(CloneResetRequest.self, limit: limits.bodySize)
        let target = try services.access.admit(ResetTarget(body ?? CloneResetRequest()), of: id, context.principal)
        let clone = try services.clones.reset(id, to: target)
        guard let wait else { return .empty }
        return JSONAnswer(try await representation(of: clone, after: wait))
    }

    private func retry(_ request: Request, _ context: APIContext) async throws -> JSONAnswer {
        let id = try ownID(request, context)
        let wait = try Query(request).wait(upTo: limits.wait)
        return JSONAnswer(try await representation(of: try services.clones.retry(id), after: wait))
    }

    private func destroy(_ request: Request, _ context: APIContext) async throws -> JSONAnswer {
        let id = try ownID(request, context)
        let wait = try Query(request).wait(upTo: limits.wait)
        try services.clones.destroy(id)
        guard let wait, let clone = try await settled(id, within: wait) else { return .empty }
        return JSONAnswer(try representations.clone(clone))
    }

    private func id(_ request: Request) throws -> String { try request.pathSegment(1, named: "id") }

    /// The id of a clone that the caller may change.
    private func ownID(_ request: Request, _ context: APIContext) throws -> String {
        let id = try id(request)
        try services.access.checkChanges(id, context.principal)
        return id
    }

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
