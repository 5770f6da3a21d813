import CLinux
import Glibc
import SystemPackage
import Tooling

/// The directories of a pool whose datasets and snapshots are directories.
struct PoolLayout: Sendable {
    let datasets: FilePath
    let snapshots: FilePath
    /// Where trees are that are not yet, or no longer, datasets or snapshots.
    let scratch: FilePath

    /// Creates the directories where missing.
    ///
    /// Accounts that servers run as may pass through `datasets`, but not list it.
    init(root: FilePath) throws {
        datasets = root.appending("datasets")
        snapshots = root.appending("snapshots")
        scratch = root.appending("scratch")
        try root.makeDirectories(mode: 0o755)
        try datasets.makeDirectory(mode: 0o711)
        try snapshots.makeDirectory(mode: 0o700)
        try scratch.makeDirectory(mode: 0o700)
    }

    func path(of name: DatasetName) -> FilePath { datasets.appending(name.description) }
    func path(of name: SnapshotName) -> FilePath { snapshots.appending(name.description) }

    /// All that lies in the pool, for which `isOurs` holds.
    func inventory(where isOurs: (FilePath) throws -> Bool) throws -> StorageInventory {
        StorageInventory(
            datasets: Set(try datasets.entries().compactMap { DatasetName($0) }.filter { try isOurs(path(of: $0)) }),
            snapshots: Set(try snapshots.entries().compactMap { SnapshotName($0) }.filter { try isOurs(path(of: $0)) })
        )
    }

    /// - Throws: ``StorageError`` with code `inUse` if the dataset has snapshots.
    func checkUnused(_ name: DatasetName) throws {
        let names = try snapshots.entries().compactMap { SnapshotName($0) }.filter { $0.dataset == name }
        guard !names.isEmpty else { return }
        throw StorageError.datasetHasSnapshots(name, names.map(\.description))
    }
}

// MARK: Scratch

extension PoolLayout {
    func newScratchPath() -> FilePath {
        scratch.appending(String(UInt64.random(in: .min ... .max), radix: 36))
    }

    /// Moves a tree away at once, and then removes it, which may take long.
    ///
    /// What somebody else removes at the same time is no error.
    func remove(_ path: FilePath, failpoint: Failpoint, removeTree: (FilePath) throws -> Void) throws {
        do {
            try holding(path) {
                let doomed = newScratchPath()
                try failpoint()
                try checked(rename(path.string, doomed.string), "move \(path) away")
                try path.removingLastComponent().synchronize()
                try failpoint()
                try removeTree(doomed)
            }
        } catch let error as StorageError where error.code == .notFound {
            guard try !path.isDirectory() else { throw error }
        }
    }

    /// Tells ``sweep(removeTree:)`` that a tree is being worked on.
    private func holding(_ path: FilePath, _ body: () throws -> Void) throws {
        try path.withDescriptor(O_RDONLY | O_DIRECTORY) { descriptor in
            flock(descriptor, LOCK_EX | LOCK_NB)
            // Closing is not enough: a process that is just being started may have a copy of the descriptor.
            defer { flock(descriptor, LOCK_UN) }
            try body()
        }
    }

    /// Lets `body` fill a new scratch directory, and then moves it to `target`, unless somebody else made that meanwhile.
    func create(_ target: FilePath, failpoint: Failpoint, _ body: (FilePath) throws -> Void) throws {
        let partial = newScratchPath()
        try failpoint()
        try partial.makeDirectory(mode: 0o700)
        try holding(partial) {
            do {
                try failpoint()
                try body(partial)
                try failpoint()
                try publish(partial, as: target)
            } catch {
                try failpoint()
                try? partial.removeTree(Cancellation())
                throw error
            }
        }
    }

    private func publish(_ partial: FilePath, as target: FilePath) throws {
        if clinux_rename_new(partial.string, target.string) != 0 {
            guard Glibc.errno == EEXIST else { throw failure(to: "move \(partial) to \(target)") }
            try partial.removeTree(Cancellation())
        }
        try target.removingLastComponent().synchronize()
    }

    /// Removes all in the scratch directory that nobody works on: workers hold a lock, which ends with their process.
    func sweep(removeTree: (FilePath) throws -> Void) throws {
        for entry in try scratch.entries() {
            let path = scratch.appending(entry)
            guard try path.isDirectory() else {
                try path.removeTree(Cancellation())
                continue
            }
            try path.withDescriptor(O_RDONLY | O_DIRECTORY) { descriptor in
                guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else { return }
                defer { flock(descriptor, LOCK_UN) }
                try removeTree(path)
            }
        }
    }
}
