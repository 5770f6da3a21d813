/// Turns the jobs of a configuration into the stages of a refresh.
package struct LogicalPlan: Sendable {
    /// Names of `retrieval.jobs`.
    package var jobs: [String]
    package var dump: LogicalDumpOptions?
    package var restore: LogicalRestoreOptions?
    package var snapshot: LogicalSnapshotOptions?
    /// Rules about personal data; `nil` for none.
    package var masking: MaskingOptions?
    package var settings: LogicalSettings

    package init(
        jobs: [String],
        dump: LogicalDumpOptions?,
        restore: LogicalRestoreOptions?,
        snapshot: LogicalSnapshotOptions?,
        masking: MaskingOptions? = nil,
        settings: LogicalSettings
    ) {
        self.jobs = jobs
        self.dump = dump
        self.restore = restore
        self.snapshot = snapshot
        self.masking = masking
        self.settings = settings
    }

    /// Names of jobs of logical mode.
    package static let jobNames: Set = ["logicalDump", "logicalRestore", "logicalSnapshot"]

    /// The stages, in order; none if no jobs are configured.
    /// - Throws: ``EngineError`` `invalidArgument` for jobs that do not go together.
    package func stages() throws -> [any RetrievalStage] {
        guard !jobs.isEmpty else { return [] }
        for job in jobs where !Self.jobNames.contains(job) {
            throw EngineError(
                .invalidArgument,
                "retrieval.jobs: \"\(job)\" is not supported in logical mode",
                hint: "Use \(Self.jobNames.sorted().joined(separator: ", "))."
            )
        }
        try CustomOptions.check(
            (dump?.customOptions ?? []) + (dump?.immediateRestore?.customOptions ?? []) + (restore?.customOptions ?? [])
        )
        return try fillingStages() + finishingStages()
    }

    private func fillingStages() throws -> [any RetrievalStage] {
        let dump = jobs.contains("logicalDump") ? dump ?? LogicalDumpOptions() : nil
        let restore = jobs.contains("logicalRestore") ? restore ?? LogicalRestoreOptions() : nil
        guard let dump else {
            guard let restore else {
                throw EngineError(
                    .invalidArgument,
                    "retrieval.jobs: logicalSnapshot needs logicalDump or logicalRestore"
                )
            }
            guard !(restore.dumpLocation ?? "").isEmpty else {
                throw EngineError(.invalidArgument, "logicalRestore without logicalDump needs options.dumpLocation")
            }
            return [LogicalRestore(restore, settings: settings)]
        }
        // A dump that is to be kept must be made; else nothing needs to lie on disk in between.
        if dump.immediateRestore?.enabled == true || (dump.dumpLocation ?? "").isEmpty {
            return [LogicalTransfer(dump: dump, restore: restore ?? LogicalRestoreOptions(), settings: settings)]
        }
        guard var restore else {
            throw EngineError(
                .invalidArgument,
                "logicalDump alone ends in no snapshot",
                hint: "Add the job logicalRestore, or set immediateRestore.enabled."
            )
        }
        if (restore.dumpLocation ?? "").isEmpty { restore.dumpLocation = dump.dumpLocation }
        return [LogicalDump(dump, settings: settings), LogicalRestore(restore, settings: settings)]
    }

    private func finishingStages() -> [any RetrievalStage] {
        let snapshot = snapshot ?? LogicalSnapshotOptions()
        // Before the operator's own queries: what these make on purpose stays.
        var result: [any RetrievalStage] = [NeutralizeData(settings: settings)]
        if jobs.contains("logicalRestore"), let queries = restore?.queryPreprocessing, !queries.isEmpty {
            result.append(RunQueries("preprocess", queries, settings: settings))
        }
        if let names = snapshot.databaseRename, !names.isEmpty {
            result.append(RenameDatabases(names, settings: settings))
        }
        if let queries = snapshot.dataPatching?.queryPreprocessing, !queries.isEmpty {
            result.append(RunQueries("patch", queries, settings: settings))
        }
        // After everything else that changes data: nothing personal may come in behind it.
        let masking = masking ?? MaskingOptions()
        if !masking.masksNothing {
            result.append(MaskData(masking, settings: settings, renames: snapshot.databaseRename ?? [:]))
        }
        return result + [
            AnalyzeData(settings: settings), CheckData(settings: settings),
            FinishData(snapshot, settings: settings),
        ]
    }
}
