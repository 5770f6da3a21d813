import API
import Engine
import FoundationEssentials
import Storage

extension EngineMetrics {
    /// Shown also while no clone has them, so that lines of graphs do not break off.
    private static let codes: [CloneStatus.Code] = [.ok, .creating, .resetting, .deleting, .exporting, .fatal]

    func clones(_ now: Date) throws -> [MetricFamily] {
        let clones = try services.clones.clones()
        let loads = clones.compactMap { services.status.load(ofClone: $0.uid) }
        let processors = loads.reduce(0) { $0 + $1.processors * 100 }
        let usages = clones.map { services.status.usage(ofClone: $0.uid) }
        let statuses = Dictionary(grouping: clones) { CloneStatus($0).code.rawValue }.mapValues(\.count)
        let known = Dictionary(Self.codes.map { ($0.rawValue, 0) }) { first, _ in first }
        let oldest = clones.map(\.createdAt).min()
        return [
            Metric.gauge("clones_total", "Clones").value(Double(clones.count)),
            Metric.gauge("clones_by_status", "Clones in each status").values(
                known.merging(statuses) { $1 }.map { .init(["status": $0.key], $0.value) }
            ),
            Metric.gauge("clone_max_age_seconds", "Age of the oldest clone").value(oldest.age(at: now)),
            Metric.gauge("clone_total_diff_size_bytes", "What clones hold alone").value(
                usages.reduce(0) { $0 + Double($1?.exclusive ?? 0) }
            ),
            Metric.gauge("clone_total_logical_size_bytes", "The data of all clones, as if they were copies").value(
                usages.reduce(0) { $0 + Double($1?.logical ?? 0) }
            ),
            Metric.gauge("clone_total_cpu_usage_percent", "Processor time of all clones' servers; 100 is one core")
                .value(processors),
            Metric.gauge("clone_avg_cpu_usage_percent", "Processor time of a clone's server on average").value(
                loads.isEmpty ? 0 : processors / Double(loads.count)
            ),
            Metric.gauge("clone_total_memory_usage_bytes", "Memory of all clones' servers").value(
                loads.reduce(0) { $0 + Double($1.memory) }
            ),
            Metric.gauge("clone_total_memory_limit_bytes", "What clones may take; all memory for each without a limit")
                .value(Double(loads.count) * Double(MachineMemory.bytes ?? 0)),
            Metric.gauge("clone_protected_count", "Protected clones").value(
                Double(clones.count { $0.isProtected(at: now) })
            ),
        ]
    }

    func snapshots(_ now: Date) throws -> [MetricFamily] {
        let snapshots = try services.snapshots.snapshots(branch: nil, pool: nil)
        let clones = try services.catalog.cloneIDsBySnapshot()
        let pools = Dictionary(grouping: snapshots, by: \.pool).mapValues(\.count)
        let newest = snapshots.map(\.dataStateAt).max()
        return [
            Metric.gauge("snapshots_total", "Snapshots").value(Double(snapshots.count)),
            Metric.gauge("snapshots_by_pool", "Snapshots in each pool").values(
                services.pools.all.map { .init(["pool": $0.name], pools[$0.name] ?? 0) }
            ),
            Metric.gauge("snapshot_max_age_seconds", "Age of the oldest snapshot").value(
                snapshots.map(\.createdAt).min().age(at: now)
            ),
            Metric.gauge("snapshot_total_physical_size_bytes", "What snapshots hold alone").value(
                snapshots.reduce(0) { $0 + Double($1.physicalSize) }
            ),
            Metric.gauge("snapshot_total_logical_size_bytes", "The data of all snapshots, as if they were copies")
                .value(
                    snapshots.reduce(0) { $0 + Double($1.logicalSize) }
                ),
            Metric.gauge("snapshot_max_data_lag_seconds", "Age of the newest data").value(newest.age(at: now)),
            Metric.gauge("snapshot_total_num_clones", "Clones of all snapshots").value(
                Double(clones.values.reduce(0) { $0 + $1.count })
            ),
            Metric.gauge("branches_total", "Branches").value(Double(try services.catalog.branches().count)),
        ]
    }

    func pools(_ now: Date) throws -> [MetricFamily] {
        let pools = representations.pools(
            try representations.inventory(),
            refreshed: try representations.refreshedPool()
        )
        let snapshots = try services.snapshots.snapshots(branch: nil, pool: nil)
        let used = try services.catalog.cloneIDsBySnapshot()
        let golden = snapshots.filter { $0.dataset.hasPrefix("base-") }
        let busy = Set(golden.filter { used[$0.id] != nil }.map(\.dataset))
        let measured = pools.filter { $0.fileSystem.size > 0 }
        func datasets(_ pool: String) -> Set<String> { Set(golden.filter { $0.pool == pool }.map(\.dataset)) }
        func bytes(_ name: String, _ help: String, _ value: (FileSystem) -> UInt64) -> MetricFamily {
            Metric.gauge("disk_\(name)_bytes", help).values(
                measured.map { .init(["pool": $0.name], .number(Double(value($0.fileSystem)))) }
            )
        }
        return [
            bytes("total", "Size of the pool", \.size),
            bytes("free", "Free space of the pool", \.free),
            bytes("used", "Used space of the pool", \.used),
            bytes("used_by_snapshots", "What snapshots hold alone", \.usedBySnapshots),
            bytes("used_by_clones", "What clones hold alone", \.usedByClones),
            bytes("data_size", "Size of the newest golden copy", \.dataSize),
            Metric.gauge("disk_compress_ratio", "How many times smaller the data are on disk").values(
                measured.map { .init(["pool": $0.name], .number($0.fileSystem.compressRatio)) }
            ),
            Metric.gauge("pool_status", "Always 1; the labels tell about the pool").values(
                pools.map { .init(["pool": $0.name, "mode": $0.mode, "status": $0.status], 1) }
            ),
            Metric.gauge("datasets_total", "Golden copies in the pool").values(
                pools.map { .init(["pool": $0.name], datasets($0.name).count) }
            ),
            Metric.gauge("datasets_available", "Golden copies of which there are no clones").values(
                pools.map { .init(["pool": $0.name], datasets($0.name).subtracting(busy).count) }
            ),
        ]
    }
}

extension Date? {
    /// Seconds; 0 if there is none.
    fileprivate func age(at now: Date) -> Double { self.map { max(0, now.timeIntervalSince($0).rounded()) } ?? 0 }
}
