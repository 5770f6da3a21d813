import FoundationEssentials
import GRDB
import Glibc
package import Storage
package import SystemPackage

/// Writes a new catalog from what the datasets know of it.
///
/// Servers are left as they are; the next engine adopts them.
package struct CatalogRebuild: Sendable {
    /// The catalog's file.
    let file: FilePath
    let pools: [StoragePool]
    let ports: PortRange

    package init(file: FilePath, pools: [StoragePool], ports: PortRange) {
        self.file = file
        self.pools = pools
        self.ports = ports
    }

    /// Writes the catalog; the file appears only once it is whole.
    /// - Returns: the rows, with what was not clear about them.
    /// - Throws: ``EngineError`` `failedPrecondition` if there is a catalog that knows something.
    package func run() async throws -> RecoveredRows {
        try checkNothingIsLost()
        let survey = try await DatasetSurvey(of: pools)
        let rows = RecoveredRows(survey, ports: ports)
        let temporary = FilePath(file.string + ".rebuilding")
        Self.remove(temporary)
        let mirror: GraphMirror
        do {
            let catalog = try Catalog(path: temporary.string)
            try catalog.insert(rows)
            mirror = try catalog.graphMirror()
            try catalog.closeWhole()
        } catch {
            Self.remove(temporary)
            throw error
        }
        Self.remove(file)
        guard rename(temporary.string, file.string) == 0 else {
            throw EngineError(.unavailable, "cannot rename \(temporary): \(Errno(rawValue: errno))")
        }
        // One that could not be read stays: a person may still make something of it.
        if survey.graphProblems.isEmpty {
            for pool in pools { try mirror.replaceOthers(in: pool.directory) }
        }
        return rows
    }

    private func checkNothingIsLost() throws {
        guard FileManager.default.fileExists(atPath: file.string) else { return }
        let hint = "Move it away first: mv \(file) \(file).old"
        let isEmpty: Bool
        do {
            let catalog = try Catalog(path: file.string)
            isEmpty = try catalog.clones().isEmpty && catalog.snapshots().isEmpty
            try catalog.database.close()
        } catch {
            throw EngineError(.failedPrecondition, "there is a catalog that cannot be read: \(file)", hint: hint)
        }
        guard isEmpty else {
            throw EngineError(.failedPrecondition, "there is a catalog with rows: \(file)", hint: hint)
        }
    }

    /// Removes a database with the files that SQLite keeps beside it.
    private static func remove(_ database: FilePath) {
        for suffix in ["", "-wal", "-shm", "-journal"] { unlink(database.string + suffix) }
    }
}

extension Catalog {
    /// Leaves all in the file itself: only that is moved, and not the log that SQLite keeps beside it.
    fileprivate func closeWhole() throws {
        try database.writeWithoutTransaction { _ = try $0.checkpoint(.truncate) }
        try database.close()
    }

    /// Fills an empty catalog in one transaction.
    func insert(_ rows: RecoveredRows) throws {
        try write { db in
            for snapshot in rows.snapshots { try snapshot.insert(db) }
            for clone in rows.clones { try clone.insert(db) }
            for branch in rows.branches { try branch.save(db) }
            for dataset in rows.keptDatasets { try dataset.insert(db) }
            try Self.append(
                "catalog.rebuilt",
                to: "catalog",
                payload: ["snapshots": rows.snapshots.count, "clones": rows.clones.count],
                in: db
            )
        }
    }
}
