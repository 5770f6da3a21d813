import Storage
import SystemPackage
import Tooling

extension TestPool {
    /// Waits until the file system has done and accounted for all it was asked to.
    func settle() async throws {
        try await Tool("sync")()
        if kind == .btrfs { try await Tool("btrfs")("subvolume", "sync", directory.string) }
        try await Tool("sync")()
    }

    /// Puts things beside datasets and snapshots that no driver may take for its own.
    func addForeignThings() async throws {
        if let zfsDataset { return try await ZFSForTests.addForeignThings(to: zfsDataset) }
        for name in ["foreign", "datasets/No_Name", "snapshots/no-snapshot", "snapshots/base@", "scratch/.keep"] {
            try directory.appending(name).makeDirectory()
        }
        for name in ["datasets/file", "snapshots/base@file", "README"] { try directory.appending(name).write("x") }
        guard kind == .btrfs else { return }
        try directory.appending("datasets/plain").makeDirectory()
        try await Tool("btrfs")("subvolume", "create", directory.appending("subvolume").string)
    }
}
