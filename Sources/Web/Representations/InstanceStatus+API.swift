import API
import Engine
import Storage

extension Representations {
    /// The instance without the list of its clones, from the catalog and what was measured before: no disk is touched.
    func instanceStatus(
        _ inventory: ShownInventory,
        pools: [API.Pool],
        retrieving: Retrieving
    ) throws -> InstanceStatus {
        InstanceStatus(
            status: Self.status(retrieving),
            engine: engine,
            pools: pools,
            cloning: cloning(inventory.clones.map(\.row)),
            retrieving: retrieving,
            synchronization: try services.retrieval.synchronization().map { Synchronization($0) }
        )
    }

    /// How the instance is.
    func status() throws -> Status { Self.status(try retrieving()) }

    /// The pool that a refresh fills at present.
    func refreshedPool() throws -> String? { try services.catalog.runningRefresh()?.pool }

    /// All pools.
    /// - Parameter refreshed: the one that a refresh fills.
    func pools(_ inventory: ShownInventory, refreshed: String?) -> [API.Pool] {
        services.pools.all.map { pool in
            self.pool(
                pool,
                clones: inventory.clones.map(\.row).filter { $0.pool == pool.name },
                snapshots: inventory.visibleSnapshots.map(\.row).filter { $0.pool == pool.name },
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

    private func cloning(_ clones: [DomainClone]) -> Cloning {
        let times = clones.map(\.cloningTime).filter { $0 > 0 }
        return Cloning(
            expectedCloningTime: times.isEmpty ? 0 : times.reduce(0, +) / Double(times.count),
            numClones: clones.count,
            protectionLeaseDurationMinutes: services.clones.policy.protectionLeaseMinutes.nonZero,
            protectionMaxDurationMinutes: services.clones.policy.protectionMaxMinutes.nonZero
        )
    }

    private func pool(
        _ pool: StoragePool,
        clones: [DomainClone],
        snapshots: [DomainSnapshot],
        isFilled: Bool
    ) -> API.Pool {
        let newest = snapshots.max { $0.dataStateAt < $1.dataStateAt }
        return API.Pool(
            name: pool.name,
            mode: pool.kind.rawValue,
            dataStateAt: newest.map { Timestamp($0.dataStateAt) } ?? .zero,
            // A refresh fills a dataset of its own: clones can be made of what is there meanwhile.
            status: newest != nil ? "active" : isFilled ? "refreshing" : "empty",
            cloneList: clones.map(\.id),
            fileSystem: fileSystem(of: pool, clones: clones, snapshots: snapshots, newest: newest)
        )
    }

    private func fileSystem(
        of pool: StoragePool,
        clones: [DomainClone],
        snapshots: [DomainSnapshot],
        newest: DomainSnapshot?
    ) -> FileSystem {
        let space = services.status.space(ofPool: pool.name)
        let size = UInt64(clamping: space?.size ?? 0)
        let free = UInt64(clamping: space?.free ?? 0)
        return FileSystem(
            mode: pool.kind.rawValue,
            size: size,
            free: free,
            used: size - min(size, free),
            dataSize: UInt64(clamping: newest?.logicalSize ?? 0),
            usedBySnapshots: snapshots.map { UInt64(clamping: $0.physicalSize) }.reduce(0, +),
            usedByClones: clones.map { UInt64(clamping: services.status.usage(ofClone: $0.uid)?.exclusive ?? 0) }
                .reduce(0, +),
            compressRatio: space?.compressRatio ?? 1
        )
    }
}
