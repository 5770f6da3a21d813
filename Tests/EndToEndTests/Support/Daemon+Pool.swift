import API
import Foundation
import Glibc
import RuntimeConformance
import Storage
import StorageConformance
import SystemPackage
import Testing

/// What an accident does to a clone behind the daemon's back.
extension Site {
    /// The data directory of the only clone there is.
    func dataDirectoryOfTheOnlyClone() async throws -> FilePath {
        let driver = try await pool.driver()
        let clones = try await driver.inventory().datasets.filter { $0.description.hasPrefix("clone-") }
        let name = try #require(clones.first)
        try #require(clones.count == 1)
        return try await driver.directory(of: name).appending("pgdata")
    }

    /// Moves away what no server can start without.
    func breakData(in directory: FilePath) throws {
        try move(directory.appending("global/pg_control"), directory.appending("global/pg_control.away"))
    }

    func mendData(in directory: FilePath) throws {
        try move(directory.appending("global/pg_control.away"), directory.appending("global/pg_control"))
    }

    private func move(_ old: FilePath, _ new: FilePath) throws {
        guard rename(old.string, new.string) == 0 else { throw Errno(rawValue: errno) }
    }
}
