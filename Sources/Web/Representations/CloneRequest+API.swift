import API
import Engine

extension CloneDraft {
    init(_ request: CloneCreateRequest) {
        self.init(
            id: request.id,
            username: request.db?.username ?? "",
            password: request.db?.password ?? "",
            database: request.db?.databaseName ?? "",
            isRestricted: request.db?.restricted ?? false,
            branch: request.branch,
            snapshot: request.snapshot?.id,
            settings: request.extraConf ?? [:],
            isProtected: request.protected ?? false,
            protectionMinutes: request.protectionDurationMinutes,
            deleteAt: request.deleteAt?.date
        )
    }
}

extension ResetTarget {
    /// - Throws: ``RequestError`` if both are asked for.
    init(_ request: CloneResetRequest) throws {
        let snapshot = request.snapshotID.flatMap { $0.isEmpty ? nil : $0 }
        switch (snapshot, request.latest) {
        case (.some, true):
            throw RequestError.badRequest("parameters `latest` and `snapshot ID` must not be specified together")
        case (let snapshot?, false): self = .snapshot(snapshot)
        case (nil, true): self = .latestSnapshot
        case (nil, false): self = .sameSnapshot
        }
    }
}
