package import Storage
package import SystemPackage

extension DatasetName {
    static func named(_ text: String) throws -> DatasetName {
        guard let name = DatasetName(text) else { throw StorageError(.unavailable, "\(text) is no dataset's name.") }
        return name
    }
}

extension SnapshotName {
    static func named(_ text: String) throws -> SnapshotName {
        guard let name = SnapshotName(text) else { throw StorageError(.unavailable, "\(text) is no snapshot's name.") }
        return name
    }
}

/// The verbs by plain text, and files by dataset.
extension StorageDriver {
    /// Creates a dataset.
    package func createDataset(_ name: String) async throws { try await createDataset(.named(name)) }
    /// Takes a snapshot.
    package func createSnapshot(_ name: String) async throws { try await createSnapshot(.named(name)) }
    /// Creates a clone.
    package func createClone(_ name: String, of snapshot: String) async throws {
        try await createClone(.named(name), of: .named(snapshot))
    }
    func removeDataset(_ name: String) async throws { try await removeDataset(.named(name)) }
    func removeSnapshot(_ name: String) async throws { try await removeSnapshot(.named(name)) }
    /// The directory of a dataset.
    package func directory(of name: String) async throws -> FilePath { try await directory(of: .named(name)) }

    /// Writes a file of a dataset.
    package func write(_ text: String, to file: String = "file", of name: String) async throws {
        try await directory(of: name).appending(file).write(text)
    }

    /// Reads a file of a dataset.
    package func text(_ file: String = "file", of name: String) async throws -> String {
        try await directory(of: name).appending(file).text()
    }

    /// Creates the dataset `base`, writes `text` into it and takes the snapshot `base@one`.
    func makeSnapshot(_ text: String = "old") async throws {
        try await createDataset("base")
        try await write(text, of: "base")
        try await createSnapshot("base@one")
    }

    /// The inventory's names, sorted.
    func names() async throws -> [String] {
        let inventory = try await inventory()
        return (inventory.datasets.map(\.description) + inventory.snapshots.map(\.description)).sorted()
    }
}

/// The code of the storage error that `body` throws; `nil` if it throws none.
func storageError(_ body: () async throws -> Void) async throws -> StorageError.Code? {
    do {
        try await body()
        return nil
    } catch let error as StorageError {
        return error.code
    }
}
