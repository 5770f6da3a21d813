import SystemPackage

/// Turns the jobs of physical mode into the stages of a refresh.
package struct PhysicalPlan: Sendable {
    /// Names of `retrieval.jobs`.
    package var jobs: [String]
    package var restore: PhysicalRestoreOptions
    package var snapshot: PhysicalSnapshotOptions
    /// Rules about personal data; `nil` for none.
    package var masking: MaskingOptions?
    package var settings: LogicalSettings

    package init(
        jobs: [String],
        restore: PhysicalRestoreOptions?,
        snapshot: PhysicalSnapshotOptions?,
        masking: MaskingOptions? = nil,
        settings: LogicalSettings
    ) {
        self.jobs = jobs
        self.restore = restore ?? PhysicalRestoreOptions()
        self.snapshot = snapshot ?? PhysicalSnapshotOptions()
        self.masking = masking
        self.settings = settings
    }

    /// Names of jobs of physical mode.
    package static let jobNames: Set = ["physicalRestore", "physicalSnapshot"]

    /// The stages, in order.
    /// - Throws: ``EngineError`` `invalidArgument` for jobs or options that do not go together.
    package func stages() throws -> [any RetrievalStage] {
        guard jobs.contains("physicalRestore") else {
            throw EngineError(.invalidArgument, "retrieval.jobs: physicalSnapshot needs physicalRestore")
        }
        _ = try BackupTool.make(restore, dataDirectory: "/pgdata", tablespaces: "/tablespaces")
        return (replica == nil ? [PhysicalRestore(restore, settings: settings)] : []) + finishingStages()
    }

    /// The standby to keep; `nil` if none is wanted.
    package var replica: ReplicaPlan? {
        restore.sync?.enabled == true ? ReplicaPlan(restore: restore, settings: settings) : nil
    }

    /// From data that need recovery to data that clones can start with.
    package func finishingStages() -> [any RetrievalStage] {
        var result: [any RetrievalStage] = [
            PromoteData(
                restore,
                configs: snapshot.promotion?.configs ?? [:],
                settings: settings,
                isOfReplica: replica != nil
            ),
            NeutralizeData(settings: settings),
        ]
        if let names = snapshot.databaseRename, !names.isEmpty {
            result.append(RenameDatabases(names, settings: settings))
        }
        if let queries = snapshot.promotion?.queryPreprocessing, !queries.isEmpty {
            result.append(RunQueries("patch", queries, settings: settings))
        }
        // After everything else that changes data: nothing personal may come in behind it.
        let masking = masking ?? MaskingOptions()
        if !masking.masksNothing {
            let analysis = AnalyzeData(settings: settings)
            result.append(MaskData(masking, settings: settings, areLabelsInData: true, afterwards: analysis))
        }
        let options = LogicalSnapshotOptions(
            configs: snapshot.configs,
            preprocessingScript: snapshot.preprocessingScript
        )
        return result + [
            CheckData(settings: settings),
            FinishData(
                options,
                settings: settings,
                job: "physicalSnapshot",
                environment: (snapshot.envs ?? [:]).mapValues(\.text)
            ),
        ]
    }
}
