import API
import Engine
import Storage

extension API.Clone {
    init(_ clone: DomainClone, snapshot: API.Snapshot?, usage: StorageUsage?, policy: CloningPolicy) {
        self.init(
            id: clone.id,
            snapshot: snapshot,
            branch: clone.branch,
            revision: clone.revision,
            protected: clone.isProtected,
            protectedTill: clone.protectedUntil.map { Timestamp($0) },
            deleteAt: clone.deleteAt.map { Timestamp($0) },
            createdAt: Timestamp(clone.createdAt),
            status: CloneStatus(clone),
            db: CloneDatabase(clone, host: policy.accessHost),
            metadata: CloneMetadata(
                cloneDiffSize: UInt64(clamping: usage?.exclusive ?? 0),
                logicalSize: UInt64(clamping: usage?.logical ?? Int(clamping: snapshot?.logicalSize ?? 0)),
                cloningTime: clone.cloningTime,
                maxIdleMinutes: policy.maxIdleMinutes,
                protectionLeaseDurationMinutes: policy.protectionLeaseMinutes.nonZero,
                protectionMaxDurationMinutes: policy.protectionMaxMinutes.nonZero
            )
        )
    }
}

extension CloneStatus {
    init(_ clone: DomainClone) {
        switch clone.phase {
        case .ready: self.init(.ok)
        case .deleting: self.init(.deleting)
        case .failed:
            self.init(
                code: .fatal,
                message: clone.failure?.message ?? "The clone failed.",
                detail: clone.failure.flatMap { $0.log.isEmpty ? nil : $0.log.joined(separator: "\n") }
            )
        case .pending, .cloning, .starting, .provisioning:
            self.init(clone.isNew ? .creating : .resetting)
        }
    }
}

extension CloneDatabase {
    /// Host and port are told once somebody could have connected there.
    fileprivate init(_ clone: DomainClone, host: String) {
        let port = String(clone.port)
        self.init(username: clone.username, dbName: clone.database, ownerUser: clone.owner)
        guard !clone.isNew else { return }
        self.host = host
        self.port = port
        connStr = Self.connectionString([
            ("host", host), ("port", port), ("user", clone.username), ("dbname", clone.database),
        ])
    }

    /// Quotes values as libpq reads them.
    private static func connectionString(_ settings: [(name: String, value: String)]) -> String {
        settings.map { name, value in
            let isPlain = !value.isEmpty && !value.contains { $0.isWhitespace || $0 == "'" || $0 == "\\" }
            guard !isPlain else { return "\(name)=\(value)" }
            return "\(name)='\(value.replacing("\\", with: "\\\\").replacing("'", with: "\\'"))'"
        }.joined(separator: " ")
    }
}

extension Int {
    /// `nil` for 0, which stands for "no limit" in the engine and is left out in answers.
    var nonZero: Int? { self == 0 ? nil : self }
}
