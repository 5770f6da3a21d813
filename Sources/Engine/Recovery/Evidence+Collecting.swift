import Glibc
import Postgres
package import Runtime
package import Storage
package import SystemPackage

extension Evidence {
    /// Collects all of it and changes nothing.
    /// - Parameter catalog: `nil` if there is none (any more).
    /// - Throws: when a part cannot be told; nothing may then be concluded.
    package init(
        catalog: Catalog?,
        pools: [StoragePool],
        runtime: any PostgresRuntime,
        searchPaths: [FilePath]
    ) async throws {
        if let catalog {
            clones = try catalog.clones()
            snapshots = try catalog.snapshots()
            let unfinished = try catalog.refreshesToClear() + [catalog.runningRefresh()].compactMap(\.self)
            runningRefreshes = Set(unfinished.map(\.uid))
            replicas = Set(try catalog.replicas().map(\.uid))
        }
        survey = try await DatasetSurvey(of: pools)
        servers = try await runtime.inventory()
        sandboxGap = runtime.sandboxGap
        limitGap = runtime.limitGap
        for major in Set(snapshots.map(\.postgresVersion)) {
            obstacles[major] = await runtime.obstacle(forMajor: major)
        }
        missingTools = Self.missingTools(of: await PostgresInstallation.installed(searchPaths: searchPaths).last)
        busyPorts = Set(clones.map(\.port).filter { !PortRange.isFree($0) })
    }

    /// What a refresh runs, of the newest version, since only that can dump all others.
    private static func missingTools(of newest: PostgresInstallation?) -> [String] {
        let tools = ["initdb", "pg_ctl", "pg_dump", "pg_dumpall", "pg_restore", "psql"]
        guard let newest else { return tools }
        return tools.filter { access(newest.program($0).string, X_OK) != 0 }
    }
}
