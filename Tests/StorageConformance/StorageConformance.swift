/// What every storage driver must do, one named check at a time, each on a fresh pool.
package enum StorageConformance: String, CaseIterable, Sendable {
    // Content
    case datasetStartsEmptyAndWritable
    case contentIsEqual
    case manyFiles
    case bigFile
    case emptyDirectories
    case modes
    case ownership
    case modificationTimes
    case extendedAttributes
    case holes
    case symbolicLinks
    case hardLinks
    case namedPipes
    case namesThatAreNoText

    // Isolation
    case snapshotDoesNotSeeLaterWrites
    case cloneDoesNotSeeItsOrigin
    case originDoesNotSeeItsClone
    case clonesDoNotSeeEachOther
    case cloneOfClone
    case chainOf100
    case fiftyClonesAtOnce
    case differentVerbsAtOnce
    case sameVerbAtOnce

    // Removal
    case snapshotRemovedBeforeItsClone
    case cloneRemovedBeforeItsSnapshot
    case cloneOutlivesItsOrigin
    case datasetWithSnapshotsIsInUse
    case snapshotWithClonesIsInUse
    case removedNameMayBeUsedAgain

    // Truth
    case namesAtTheLimit
    case everyVerbMayBeRepeated
    case repetitionKeepsWhatWasWritten
    case missingThingsAreNotFound
    case inventoryTellsTheTruth
    case inventoryListsOnlyOurs
    case usageTellsSharedFromExclusive

    // Trouble
    case fullPoolLeavesNothingHalfMade
    case removalWorksOnAFullPool
    case crashWhileCreatingADataset
    case crashWhileCreatingASnapshot
    case crashWhileCreatingAClone
    case crashWhileRemovingADataset
    case crashWhileRemovingASnapshot

    /// Whether the check fills its pool, and so needs a small one.
    package var fillsThePool: Bool {
        self == .fullPoolLeavesNothingHalfMade || self == .removalWorksOnAFullPool
    }

    /// Makes a pool and runs the check on it; failures are recorded with the running test.
    package func run(on kind: TestPool.Kind) async throws {
        try await TestPool.with(kind, size: fillsThePool ? kind.smallestSize : TestPool.standardSize) { pool in
            try await run(on: pool)
        }
    }

    private func run(on pool: TestPool) async throws {
        switch self {
        case .datasetStartsEmptyAndWritable, .contentIsEqual, .manyFiles, .bigFile, .emptyDirectories, .modes,
            .ownership, .modificationTimes, .extendedAttributes, .holes, .symbolicLinks, .hardLinks, .namedPipes,
            .namesThatAreNoText:
            try await ContentChecks(pool).run(self)
        case .snapshotDoesNotSeeLaterWrites, .cloneDoesNotSeeItsOrigin, .originDoesNotSeeItsClone,
            .clonesDoNotSeeEachOther, .cloneOfClone, .chainOf100, .fiftyClonesAtOnce, .differentVerbsAtOnce,
            .sameVerbAtOnce:
            try await IsolationChecks(pool).run(self)
        case .snapshotRemovedBeforeItsClone, .cloneRemovedBeforeItsSnapshot, .cloneOutlivesItsOrigin,
            .datasetWithSnapshotsIsInUse, .snapshotWithClonesIsInUse, .removedNameMayBeUsedAgain:
            try await RemovalChecks(pool).run(self)
        case .namesAtTheLimit, .everyVerbMayBeRepeated, .repetitionKeepsWhatWasWritten, .missingThingsAreNotFound,
            .inventoryTellsTheTruth, .inventoryListsOnlyOurs, .usageTellsSharedFromExclusive:
            try await TruthChecks(pool).run(self)
        case .fullPoolLeavesNothingHalfMade, .removalWorksOnAFullPool:
            try await FullPoolChecks(pool).run(self)
        case .crashWhileCreatingADataset, .crashWhileCreatingASnapshot, .crashWhileCreatingAClone,
            .crashWhileRemovingADataset, .crashWhileRemovingASnapshot:
            try await CrashChecks(pool).run(self)
        }
    }
}

extension TestPool.Kind {
    /// The size of the smallest pool that it can make, in bytes.
    var smallestSize: Int {
        switch self {
        case .copy: 24 << 20
        case .btrfs, .btrfsReflink: 128 << 20
        case .xfs: 300 << 20
        case .zfs: 128 << 20
        }
    }
}
