/// Facts about a store on which its callers' plans depend.
package struct StorageCapabilities: Hashable, Sendable {
    /// Whether cloning takes the same time and space whatever the size of the data.
    package var clonesInConstantTime: Bool
    /// Whether a snapshot shows one moment even while its dataset is being written.
    package var snapshotsAreAtomic: Bool
    /// Whether a snapshot cannot be removed while it has clones.
    package var clonesPinSnapshots: Bool

    package init(clonesInConstantTime: Bool, snapshotsAreAtomic: Bool, clonesPinSnapshots: Bool) {
        self.clonesInConstantTime = clonesInConstantTime
        self.snapshotsAreAtomic = snapshotsAreAtomic
        self.clonesPinSnapshots = clonesPinSnapshots
    }
}
