import FoundationEssentials
import Glibc
import Postgres
import Runtime
import Storage
import SystemPackage
import Tooling

/// One run of all stages into a new dataset, and the removal of what a failed one leaves.
struct RefreshRun: Sendable {
    let catalog: Catalog
    let pool: StoragePool
    let runtime: any PostgresRuntime
    let account: Account?
    let stages: [any RetrievalStage]
    let port: Int
    let refresh: Refresh
    /// Where there is a standby.
    var replicas: Replicas?

    private var id: Int64 { refresh.id ?? 0 }

    /// Fills a dataset, takes its snapshot, and makes that known in one transaction.
    func perform(_ recorder: RefreshRecorder) async throws {
        try await checkSpace()
        guard let work = try await prepare(recorder) else { return }
        for stage in stages { try await run(stage, work, recorder) }
        recorder.record(RefreshProgress(stage: "snapshot"))
        try FileManager.default.removeItem(atPath: work.scratch.string)
        // A stage may have left its server running; nobody may write while the snapshot is taken.
        try await runtime.remove(try server, mode: .fast)
        try Task.checkCancellation()
        try Failpoints.hit("refresh.snapshot.before")
        let snapshot = try await takeSnapshot(work, recorder)
        try Failpoints.hit("refresh.snapshot.after")
        try Task.checkCancellation()
        _ = try catalog.finishRefresh(id, with: snapshot, report: recorder.report)
        try Failpoints.hit("refresh.finish.after")
    }

    /// Removes all that an unfinished run may have left; may be repeated.
    ///
    /// Nothing happens to a finished one: all of it is in use.
    func clear() async throws {
        guard try catalog.refresh(id)?.state != .finished else { return }
        try Failpoints.hit("refresh.clear.server.before")
        try await runtime.remove(try server, mode: .immediate)
        try Failpoints.hit("refresh.clear.snapshot.before")
        try await pool.driver.removeSnapshot(try snapshotName)
        try Failpoints.hit("refresh.clear.dataset.before")
        try await pool.driver.removeDataset(try dataset)
        try Failpoints.hit("refresh.clear.after")
        try catalog.updateRefresh(id, event: "refresh.cleared") { $0.isCleared = true }
    }

    /// - Returns: `nil` if there is nothing to do, since nothing has changed.
    private func prepare(_ recorder: RefreshRecorder) async throws -> RefreshWork? {
        try Failpoints.hit("refresh.dataset.before")
        var replayedAt: Date?
        if let replicas, let plan = replicas.plan.value.replica {
            switch try await begin(with: replicas, plan, recorder) {
            case .unchanged(let snapshot):
                try catalog.finishRefresh(id, unchanged: snapshot)
                return nil
            case .data(let snapshot, let moment):
                replayedAt = moment
                try await pool.driver.createClone(try dataset, of: snapshot)
            }
        } else {
            try await pool.driver.createDataset(try dataset)
        }
        var work = try await makeWork(in: try dataset, server: try server, recorder)
        work.replayedAt = replayedAt
        try Failpoints.hit("refresh.dataset.after")
        return work
    }

    /// Makes the directories of a dataset that is to be filled, or worked on.
    func makeWork(in dataset: DatasetName, server: ServerID, _ recorder: RefreshRecorder) async throws -> RefreshWork {
        let directory = try await pool.driver.directory(of: dataset)
        // Servers pass through to their data; the rest of the dataset is the engine's.
        guard chmod(directory.string, 0o711) == 0 else {
            throw EngineError(.unavailable, "cannot set the mode of \(directory): \(Errno(rawValue: errno))")
        }
        let data = DatasetLayout.dataDirectory(in: directory)
        let scratch = directory.appending("scratch")
        try PrivateFile.makeDirectory(data, account: account)
        try PrivateFile.makeDirectory(scratch, account: account)
        return RefreshWork(
            dataDirectory: data,
            scratch: scratch,
            runtime: runtime,
            server: server,
            port: port,
            account: account,
            report: { recorder.record($0) },
            leaveOut: { recorder.leaveOut($0) },
            neutralize: { recorder.neutralize($0) },
            setDataStateAt: { recorder.setDataStateAt($0) },
            addSettings: { recorder.addSettings($0) },
            setSettingsCatalog: { recorder.setSettingsCatalog($0) },
            setMasking: { recorder.setMasking($0) },
            failpoint: { _ in }
        )
    }

    func run(_ stage: any RetrievalStage, _ work: RefreshWork, _ recorder: RefreshRecorder) async throws {
        try Task.checkCancellation()
        recorder.record(RefreshProgress(stage: stage.name))
        try Failpoints.hit("refresh.\(stage.name).before")
        var work = work
        work.failpoint = { try Failpoints.hit("refresh.\(stage.name).\($0)") }
        let start = ContinuousClock.now
        try await stage.run(work)
        recorder.recordDuration(ContinuousClock.now - start, of: stage.name)
        let report = recorder.report
        try catalog.updateRefresh(id, event: "refresh.stageDone", payload: ["stage": stage.name]) { $0.report = report }
        try Failpoints.hit("refresh.\(stage.name).after")
    }

    private func takeSnapshot(_ work: RefreshWork, _ recorder: RefreshRecorder) async throws -> Snapshot {
        let moment = recorder.dataStateAt ?? refresh.startedAt
        let size = TreeSize(of: work.dataDirectory)
        let major = try PostgresInstallation.majorVersion(ofDataDirectory: work.dataDirectory)
        if let known = recorder.settingsCatalog { try catalog.saveSettingsCatalog(known, major: major) }
        let snapshot = Snapshot(
            id: try SnapshotIdentifier.next(in: pool.name, at: moment, catalog: catalog),
            pool: pool.name,
            name: try snapshotName,
            createdAt: Date(),
            dataStateAt: moment,
            logicalSize: size.logical,
            physicalSize: size.physical,
            postgresVersion: major,
            settings: recorder.settings
        )
        try DatasetMirror.snapshot(snapshot).write(to: work.dataDirectory.removingLastComponent())
        try await pool.driver.createSnapshot(try snapshotName)
        return snapshot
    }
}

extension RefreshRun {
    private var dataset: DatasetName {
        get throws {
            guard let name = DatasetName("base-\(refresh.uid)") else { throw impossible }
            return name
        }
    }

    var server: ServerID {
        get throws {
            guard let name = ServerID("refresh-\(refresh.uid)") else { throw impossible }
            return name
        }
    }

    private var snapshotName: SnapshotName {
        get throws {
            guard let label = DatasetName("snap") else { throw impossible }
            return SnapshotName(label, of: try dataset)
        }
    }

    private var impossible: EngineError {
        EngineError(.internalError, "refresh \(id) has the impossible uid \(refresh.uid)")
    }
}
