import API
import Engine
import Hummingbird
import ServiceLifecycle

/// Branches, and snapshots of their clones.
struct BranchRoutes {
    let services: WebServices
    let representations: Representations
    let limits: RequestLimits

    private var branches: BranchService { services.snapshots.branches }

    func add(to router: Router<APIContext>) {
        router.get("/branches") { _, _ in JSONAnswer(try representations.branches()) }
        router.post("/branch") { request, context in try await create(request, context) }
        router.patch("/branch/:name") { request, context in try await update(request, context) }
        router.delete("/branch/:name") { request, context in
            try branches.delete(try ownName(request, context))
            return JSONAnswer(Acknowledgement(message: "Deleted branch"))
        }
        router.get("/branch/:name/log") { request, context in
            let log = try representations.log(of: branches.branch(name(request)))
            return JSONAnswer(try log.map { try services.sight(context).narrowed($0) })
        }
        router.post("/branch/snapshot") { request, context in
            JSONAnswer(Commit(snapshotID: try await takeSnapshot(request, context, isCommit: true).id))
        }
        router.get("/branch/snapshot/**") { request, context in
            let snapshot = try services.snapshots.snapshot(request.pathRemainder(named: "id", after: 2))
            return JSONAnswer(try services.sight(context).narrowed(representations.details(of: snapshot)))
        }
        router.post("/snapshot/clone") { request, context in
            let snapshot = try representations.snapshot(try await takeSnapshot(request, context, isCommit: false))
            return JSONAnswer(try services.sight(context).narrowed(snapshot))
        }
    }

    private func create(_ request: Request, _ context: APIContext) async throws -> JSONAnswer {
        let body = try await request.json(BranchCreateRequest.self, limit: limits.bodySize) ?? BranchCreateRequest()
        let wish = BranchRequest(
            name: body.branchName ?? "",
            base: body.baseBranch ?? "",
            snapshot: body.snapshotID ?? ""
        )
        context.remark.target("branch \(wish.name.prefix(100))")
        let branch = try branches.create(try services.access.admit(wish, context.principal))
        return JSONAnswer(BranchName(name: branch.name))
    }

    private func update(_ request: Request, _ context: APIContext) async throws -> JSONAnswer {
        let name = try ownName(request, context)
        guard let body = try await request.json(SnapshotUpdate.self, limit: limits.bodySize) else {
            throw RequestError.badRequest("nothing to update: specify protected or deleteAt")
        }
        let change = LifetimeChange(body)
        let limit = services.snapshots.protectionMaxMinutes
        return JSONAnswer(try representations.branch(branches.update(name) { try change.apply(to: &$0, limit: limit) }))
    }

    private func takeSnapshot(
        _ request: Request,
        _ context: APIContext,
        isCommit: Bool
    ) async throws -> DomainSnapshot {
        guard let body = try await request.json(CommitRequest.self, limit: limits.bodySize) else {
            throw RequestError.badRequest("request body cannot be empty")
        }
        guard let clone = body.cloneID, !clone.isEmpty else {
            throw RequestError.badRequest("cloneID cannot be empty")
        }
        let message = body.message ?? ""
        guard message.utf8.count <= 4096 else {
            throw RequestError.badRequest("invalid value for `message`: longer than 4096 bytes")
        }
        context.remark.target("clone \(clone.prefix(100))")
        if isCommit {
            try services.access.checkCommits(clone, context.principal)
        } else {
            try services.access.checkChanges(clone, context.principal)
        }
        return try await cancelWhenGracefulShutdown {
            try await branches.takeSnapshot(of: clone, message: message, isCommit: isCommit)
        }
    }

    private func name(_ request: Request) throws -> String { try request.pathSegment(1, named: "name") }

    /// The name of a branch that the caller may change.
    private func ownName(_ request: Request, _ context: APIContext) throws -> String {
        let name = try name(request)
        try services.access.checkChanges(branch: name, context.principal)
        return name
    }
}
