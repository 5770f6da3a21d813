import Engine
import Runtime
import SystemPackage

extension ServerConfiguration {
    /// What the operator allows and prefers about clones.
    func cloningPolicy() throws -> CloningPolicy {
        CloningPolicy(
            ports: try ports(),
            accessHost: cloning.accessHost.isEmpty ? "localhost" : cloning.accessHost,
            listenAddresses: provision.addresses,
            minPasswordEntropyBits: cloning.minPasswordEntropyBits,
            protectionLeaseMinutes: cloning.protectionLeaseDurationMinutes,
            protectionMaxMinutes: cloning.protectionMaxDurationMinutes,
            maxIdleMinutes: (idleSeconds + 59) / 60,
            maxLifetimeMinutes: cloning.maxLifetimeMinutes,
            maxClones: cloning.maxClones,
            maxClonesPerOwner: cloning.maxClonesPerOwner,
            limits: provision.resourceLimits,
            maxSpace: ByteSize(argument: provision.limits.disk)?.bytes ?? 0,
            reserve: ByteSize(argument: poolManager.reserve)?.bytes ?? 0,
            adminUser: global.database.username,
            adminDatabase: global.database.dbname,
            settings: databaseConfigs.configs,
            overrides: provision.configs,
            searchPaths: provision.searchPaths,
            runsInContainers: provision.runtime == .docker
        )
    }

    /// The TCP ports of clones.
    func ports() throws -> PortRange {
        guard let range = PortRange(from: provision.portPool.from, to: provision.portPool.to) else {
            throw ConfigurationError("`provision.portPool` has no port")
        }
        return range
    }

    /// When and how often refreshes are tried.
    var refreshPolicy: RefreshPolicy {
        let refresh = retrieval.refresh
        let delays = (1..<max(refresh.attempts, 1)).map { attempt in
            // No pause is longer than a day.
            Duration.seconds(min(Double(refresh.backoffSeconds << min(attempt - 1, 20)), 86400))
        }
        // A timetable that cannot be read was refused with the configuration.
        return RefreshPolicy(
            retryDelays: delays,
            mode: retrieval.isPhysical ? .physical : .logical,
            timetable: (try? retrieval.snapshotSchedule) ?? (try? refresh.schedule),
            startsWhenEmpty: !refresh.skipStartRefresh
        )
    }

    /// What goes by itself, and when.
    var lifetimePolicy: LifetimePolicy {
        LifetimePolicy(
            maxIdle: idleSeconds == 0 ? nil : .seconds(idleSeconds),
            maxLifetimeMinutes: cloning.maxLifetimeMinutes,
            // DBLab takes 0 for the default.
            expiryWarning: .minutes(
                cloning.protectionExpiryWarningMinutes == 0 ? 1440 : cloning.protectionExpiryWarningMinutes
            ),
            unusedSnapshot: retention.unusedSnapshotMinutes == 0 ? nil : .minutes(retention.unusedSnapshotMinutes),
            unusedBranch: retention.unusedBranchMinutes == 0 ? nil : .minutes(retention.unusedBranchMinutes),
            checkInterval: .minutes(retention.checkIntervalMinutes == 0 ? 5 : retention.checkIntervalMinutes),
            maxDeletionsPerTick: retention.maxDeletionsPerTick,
            retention: Engine.Retention(
                limit: snapshotLimit,
                hourly: retention.hourly,
                daily: retention.daily,
                weekly: retention.weekly
            )
        )
    }

    private var snapshotLimit: Int {
        let limit = self.retrieval.physicalSnapshot.scheduler?.retention?.limit ?? retention.snapshots
        return limit == 0 ? .max : limit
    }

    private var idleSeconds: Int {
        cloning.maxIdleSeconds == 0 ? cloning.maxIdleMinutes * 60 : cloning.maxIdleSeconds
    }

    /// Where catalog, sockets and logs are.
    var stateDirectory: FilePath { FilePath(global.stateDirectory) }

    /// The catalog's file.
    var catalogFile: FilePath { stateDirectory.appending("catalog.db") }

    /// The address to listen on, also when all are meant.
    var listenHost: String { server.host.isEmpty ? "0.0.0.0" : server.host }
}

extension ServerConfiguration.Provision {
    /// The addresses that clones listen on, as PostgreSQL's `listen_addresses` takes them.
    var addresses: [String] {
        let given = cloneAccessAddresses.split(separator: ",").map { part in
            String(part.filter { !$0.isWhitespace && $0 != "[" && $0 != "]" })
        }.filter { !$0.isEmpty }
        return given.isEmpty ? ["0.0.0.0", "::"] : given
    }

    /// What each clone may take of the machine.
    var resourceLimits: ResourceLimits {
        ResourceLimits(
            memory: ByteSize(argument: limits.memory)?.bytes,
            processors: Double(limits.cpus),
            processes: limits.processes == 0 ? nil : limits.processes,
            connections: limits.connections == 0 ? nil : limits.connections
        )
    }

    /// Where to look for PostgreSQL first.
    var searchPaths: [FilePath] { postgresPaths.map { FilePath($0) } }
}

extension Duration {
    fileprivate static func minutes(_ count: Int) -> Duration { .seconds(count * 60) }
}
