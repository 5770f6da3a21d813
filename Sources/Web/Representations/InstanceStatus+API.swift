import API
import Engine
import Storage

extension Representations {
    /// The whole instance, from the catalog and what was measured before: no disk is touched.
    func instanceStatus(retrieving: Retrieving) throws -> InstanceStatus {
        let inventory = try inventory()
        return InstanceStatus(
            status: Self.status(retrieving),
            engine: engine,
            pools: try pools(inventory),
            cloning: cloning(inventory.clones),
            retrieving: retrieving,
            synchronization: try services.retrieval.synchronization().map { Synchronization($0) }
        )
    }

    /// How the instance is.
    func status() throws -> Status { Self.status(try retrieving()) }

    /// All pools.
    func pools(_ inventory: Inventory) throws -> [API.Pool] {
        let refreshed = try services.catalog.runningRefresh()?.pool
        return services.pools.all.map { pool in
            let ids = inventory.clonesByPool[pool.name] ?? []
            return self.pool(
                pool,
                clones: inventory.clones.filter { ids.contains($0.id) },
                snapshots: inventory.snapshots.filter { $0.pool == pool.name },
                isFilled: refreshed == pool.name
            )
        }
    }

    private static func status(_ retrieving: Retrieving) -> Status {
        guard retrieving.status == RetrievalOverview.Status.failed.rawValue || !retrieving.alerts.isEmpty else {
            return Status(code: "OK", message: "Instance is ready")
        }
        return Status(code: "WARNING", message: "Subsystems that need attention: retrieving")
    }

    /// The engine's software and identity.
    var engine: API.Engine {
        let facts = services.facts
        return API.Engine(
            version: facts.version,
            edition: facts.edition,
            instanceID: facts.instanceID,
            startedAt: Timestamp(facts.startedAt),
            disableConfigModification: facts.forbidsConfigurationChanges
        )
    }

    private func cloning(_ clones: [API.Clone]) -> Cloning {
        let times = clones.map(\.metadata.cloningTime).filter { $0 > 0 }
        return Cloning(
            expectedCloningTime: times.isEmpty ? 0 : times.reduce(0, +) / Double(times.count),
            numClones: clones.count,
            clones: clones,
            protectionLeaseDurationMinutes: services.clones.policy.protectionLeaseMinutes.nonZero,
            protectionMaxDurationMinutes: services.clones.policy.protectionMaxMinutes.nonZero
        )
    }

    private func pool(
        _ pool: StoragePool,
        clones: [API.Clone],
        snapshots: [API.Snapshot],
        isFilled: Bool
    ) -> API.Pool {
        let newest = snapshots.max { $0.dataStateAt < $1.dataStateAt }
        return API.Pool(
            name: pool.name,
            mode: pool.kind.rawValue,
            dataStateAt: newest?.dataStateAt ?? .zero,
            // A refresh fills a dataset of its own: clones can be made of what is there meanwhile.
            status: newest != nil ? "active" : isFilled ? "refreshing" : "empty",
            cloneList: clones.map(\.id),
            fileSystem: fileSystem(of: pool, clones: clones, snapshots: snapshots, newest: newest)
        )
    }

    private func fileSystem(
        of pool: StoragePool,
        clones: [API.Clone],
        snapshots: [API.Snapshot],
        newest: API.Snapshot?
    ) -> FileSystem {
        let space = services.status.space(ofPool: pool.name)
        let size = UInt64(clamping: space?.size ?? 0)
        let free = UInt64(clamping: space?.free ?? 0)
        return FileSystem(
            mode: pool.kind.rawValue,
            size: size,
            free: free,
            used: size - min(size, free),
            dataSize: newest?.logicalSize ?? 0,
            usedBySnapshots: snapshots.map(\.physicalSize).reduce(0, +),
            usedByClones: clones.map(\.metadata.cloneDiffSize).reduce(0, +)
        )
    }
}
