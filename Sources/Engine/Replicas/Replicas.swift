import FoundationEssentials
import Glibc
import Postgres
package import Runtime
import Storage
package import SystemPackage
package import Tooling

/// The replicas of this engine, and all that is needed to work on them.
package struct Replicas: Sendable {
    let catalog: Catalog
    let pools: Pools
    let runtime: any PostgresRuntime
    let account: Account?
    /// Holds the password files of standbys.
    let directory: FilePath
    let plan: Live<RetrievalPlan>
    let gauge = ReplicaGauge()
    /// Whoever starts or stops a standby does it alone.
    let turn = Slots(1)

    package init(
        catalog: Catalog,
        pools: Pools,
        runtime: any PostgresRuntime,
        account: Account?,
        directory: FilePath,
        plan: Live<RetrievalPlan>
    ) {
        self.catalog = catalog
        self.pools = pools
        self.runtime = runtime
        self.account = account
        self.directory = directory
        self.plan = plan
    }

    /// Names the socket of standbys; they listen on no address.
    static let port = 5432

    func dataDirectory(of replica: Replica) async throws -> FilePath {
        let directory = try await pools.pool(replica.pool).driver.directory(of: replica.dataset)
        return DatasetLayout.dataDirectory(in: directory)
    }

    func settings(of replica: Replica, _ plan: ReplicaPlan) async throws -> ReplicaSettings {
        ReplicaSettings(
            plan: plan,
            replica: replica,
            dataDirectory: try await dataDirectory(of: replica),
            passwordFile: passwordFile(of: replica)
        )
    }

    func reading(of replica: Replica, _ plan: ReplicaPlan) async throws -> ReplicaReading {
        try await connected(to: replica, plan) { try await ReplicaReading(of: $0) }
    }

    func connected<Value: Sendable>(
        to replica: Replica,
        _ plan: ReplicaPlan,
        _ body: (Connection) async throws -> Value
    ) async throws -> Value {
        let parameters = ConnectionParameters(
            host: runtime.socketDirectory(of: try replica.server).string,
            port: Self.port,
            user: plan.settings.superuser,
            database: "template1",
            connectTimeout: 5,
            settings: ["search_path": "pg_catalog"]
        )
        let connection = try await Connection(parameters)
        do {
            let value = try await body(connection)
            await connection.close()
            return value
        } catch {
            await connection.close()
            throw error
        }
    }

    func passwordFile(of replica: Replica) -> FilePath { directory.appending("sync-\(replica.uid).pass") }

    /// Clones of the data never hold this file, but servers of the same account can read it: see docs/physical.md.
    func writePassword(of replica: Replica, _ text: String) throws {
        guard mkdir(directory.string, 0o711) == 0 || errno == EEXIST else {
            throw EngineError(.unavailable, "cannot make \(directory): \(Errno(rawValue: errno))")
        }
        let file = passwordFile(of: replica)
        if FileManager.default.contents(atPath: file.string) == Data(text.utf8) { return }
        try PrivateFile.write(Data(text.utf8), to: file, account: account)
    }
}
