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
        router.post("/branch") { request, _ in try await create(request) }
        router.patch("/branch/:name") { request, _ in try await update(request) }
        router.delete("/branch/:name") { request, _ in
            try branches.delete(try name(request))
            return JSONAnswer(Acknowledgement(message: "Deleted branch"))
        }
        router.get("/branch/:name/log") { request, _ in
            JSONAnswer(try representations.log(of: branches.branch(name(request))))
        }
        router.post("/branch/snapshot") { request, _ in
            JSONAnswer(Commit(snapshotID: try await takeSnapshot(request, isCommit: true).id))
        }
        router.get("/branch/snapshot/**") { request, _ in
            let snapshot = try services.snapshots.snapshot(request.pathRemainder(named: "id", after: 2))
            return JSONAnswer(try representations.details(of: snapshot))
        }
        router.post("/snapshot/clone") { request, _ in
            JSONAnswer(try representations.snapshot(try await takeSnapshot(request, isCommit: false)))
        }
    }

    private func create(_ request: Request) async throws -> JSONAnswer {
        let body = try await request.json(BranchCreateRequest.self, limit: limits.bodySize) ?? BranchCreateRequest()
        let wish = BranchRequest(
            name: body.branchName ?? "",
            base: body.baseBranch ?? "",
            snapshot: body.snapshotID ?? ""
        )
        return JSONAnswer(BranchName(name: try branches.create(wish).name))
    }

    private func update(_ request: Request) async throws -> JSONAnswer {
        let name = try name(request)
        guard let body = try await request.json(SnapshotUpdate.self, limit: limits.bodySize) else {
            throw RequestError.badRequest("nothing to update: specify protected or deleteAt")
        }
        let change = LifetimeChange(body)
        let limit = services.snapshots.protectionMaxMinutes
        return JSONAnswer(try representations.branch(branches.update(name) { try change.apply(to: &$0, limit: limit) }))
    }

    private func takeSnapshot(_ request: Request, isCommit: Bool) async throws -> DomainSnapshot {
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
        return try await cancelWhenGracefulShutdown {
            try await branches.takeSnapshot(of: clone, message: message, isCommit: isCommit)
        }
    }

    private func name(_ request: Request) throws -> String { try request.pathSegment(1, named: "name") }
}
