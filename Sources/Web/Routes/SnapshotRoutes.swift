import API
import Engine
import Hummingbird
import ServiceLifecycle
import Storage

/// Routes of snapshots, whose ids hold slashes, hence the wildcards.
struct SnapshotRoutes {
    let services: WebServices
    let representations: Representations
    let cache: AnswerCache
    let lists: ListAnswers
    let limits: RequestLimits

    func add(to router: Router<APIContext>) {
        router.get("/snapshots") { request, context in try list(request, context) }
        router.post("/snapshot") { request, _ in try await create(request) }
        router.get("/snapshot/**") { request, context in
            let snapshot = try representations.snapshot(services.snapshots.snapshot(id(request)))
            return JSONAnswer(try services.sight(context).narrowed(snapshot))
        }
        router.patch("/snapshot/**") { request, context in try await update(request, context) }
        router.delete("/snapshot/**") { request, context in try await delete(request, context) }
    }

    private func list(_ request: Request, _ context: APIContext) throws -> Response {
        let (query, sight) = (try Query(request), services.sight(context))
        let (branch, pool) = (query["branch"], query["dataset"])
        if branch == nil, pool == nil, sight.isWhole {
            return try cache.answer("snapshots") { try lists.snapshots() }
        }
        if let pool { try checkPool(pool) }
        if let branch { _ = try services.snapshots.branches.branch(branch) }
        let snapshots = try representations.snapshots(branch: branch, pool: pool).map { try sight.narrowed($0) }
        return try JSONAnswer(snapshots).response()
    }

    /// Takes a new snapshot of the source by a refresh, and answers when it is there.
    private func create(_ request: Request) async throws -> JSONAnswer {
        let wait = try Query(request).wait(upTo: limits.wait)
        let body = try await request.json(SnapshotCreateRequest.self, limit: limits.bodySize)
        let pool = body?.poolName.flatMap { $0.isEmpty ? nil : $0 }
        if let pool { try checkRefreshable(pool) }
        let refresh = try services.retrieval.startRefresh(of: pool, isFull: false)
        guard let snapshot = try await snapshot(of: refresh, within: wait) else {
            return JSONAnswer(Acknowledgement(message: "The refresh goes on"), status: .accepted)
        }
        return JSONAnswer(try representations.snapshot(snapshot).withSizesTwice())
    }

    private func update(_ request: Request, _ context: APIContext) async throws -> JSONAnswer {
        let id = try id(request)
        try services.access.checkChanges(snapshot: id, context.principal)
        guard let body = try await request.json(SnapshotUpdate.self, limit: limits.bodySize) else {
            throw RequestError.badRequest("nothing to update: specify protected or deleteAt")
        }
        let change = LifetimeChange(body)
        let limit = services.snapshots.protectionMaxMinutes
        let snapshot = try services.snapshots.update(id) { try change.apply(to: &$0, limit: limit) }
        return JSONAnswer(try representations.snapshot(snapshot))
    }

    private func delete(_ request: Request, _ context: APIContext) async throws -> JSONAnswer {
        let (id, force) = (try id(request), try Query(request).flag("force"))
        try services.access.checkChanges(snapshot: id, force: force, context.principal)
        let others = try await services.snapshots.delete(id, force: force)
        var answer = Acknowledgement(message: "Deleted snapshot")
        if !others.isEmpty { answer.detail = "With it went: \(others.joined(separator: ", "))." }
        return JSONAnswer(answer)
    }

    private func id(_ request: Request) throws -> String { try request.pathRemainder(named: "id") }
}

extension SnapshotRoutes {
    private func checkPool(_ name: String) throws {
        guard services.pools.all.contains(where: { $0.name == name }) else {
            throw EngineError(
                .notFound,
                "pool \"\(name.prefix(255))\" not found",
                hint: "There are: \(services.pools.all.map(\.name).joined(separator: ", "))."
            )
        }
    }

    private func checkRefreshable(_ name: String) throws {
        try checkPool(name)
        guard !services.pools.isPinned || name == services.pools.selected.name else {
            throw EngineError(
                .failedPrecondition,
                "pool \"\(name)\" is not the one that refreshes fill",
                hint: "Leave poolName out, or give \"\(services.pools.selected.name)\"."
            )
        }
    }

    /// The snapshot that a refresh ends in; `nil` if it goes on after `limit`.
    /// - Throws: ``EngineError`` if it fails, `CancellationError` if the engine stops.
    private func snapshot(of refresh: DomainRefresh, within limit: Duration?) async throws -> DomainSnapshot? {
        let (catalog, feed) = (services.catalog, services.feed)
        let id = refresh.id ?? 0
        // Without a limit it waits as long as a refresh can take.
        let end = try await cancelWhenGracefulShutdown {
            try await feed.first(within: limit ?? .seconds(30 * 86400)) {
                try catalog.refresh(id).flatMap { $0.state == .running ? nil : $0 }
            }
        }
        guard let end else {
            if Task.isShuttingDownGracefully { throw CancellationError() }
            return nil
        }
        guard end.state == .finished, let snapshot = end.snapshot else {
            // Refused as DBLab does: the source or its settings are at fault, not this answer.
            throw EngineError(.failedPrecondition, "the refresh \(end.state.rawValue): \(end.failure ?? "no snapshot")")
        }
        return try services.snapshots.snapshot(snapshot)
    }
}
