import Engine
import FoundationEssentials
import GRDB
import Glibc
import Postgres
import Runtime
import Storage
import SystemPackage
import Testing
import Tooling

/// A source, a pool and an engine's parts in a directory of their own; all gone afterwards.
struct RefreshLaboratory: Sendable {
    let directory: FilePath
    let source: SourceFixture
    let catalog: Catalog
    let driver: CopyDriver
    let runtime: NativeRuntime

    static var account: Account? { Account.processIsRoot ? Account(named: "postgres") : nil }

    static func with(
        source content: [SourceContent.Part] = [],
        searchPaths: [FilePath] = [],
        _ body: (RefreshLaboratory) async throws -> Void
    ) async throws {
        let directory = FilePath("/tmp/dblab-refresh-\(UUID().uuidString.prefix(8))")
        try #require(mkdir(directory.string, 0o711) == 0)
        defer { try? FileManager.default.removeItem(atPath: directory.string) }
        try await SourceFixture.with(directory.appending("source"), account: account) { source in
            for part in content { try await source.execute(part.sql, database: part.database) }
            let laboratory = RefreshLaboratory(
                directory: directory,
                source: source,
                catalog: try Catalog(DatabaseQueue()),
                driver: try CopyDriver(root: directory.appending("pool")),
                runtime: try NativeRuntime(
                    directory: directory.appending("servers"),
                    account: account,
                    searchPaths: searchPaths
                )
            )
            var failure: (any Error)?
            do { try await body(laboratory) } catch { failure = error }
            for id in ((try? await laboratory.runtime.inventory()) ?? [:]).keys {
                try? await laboratory.runtime.remove(id, mode: .immediate)
            }
            if let failure { throw failure }
        }
    }

    var settings: LogicalSettings { LogicalSettings() }

    func sourceOptions(user: String = "postgres", password: String? = nil) -> SourceOptions {
        SourceOptions(
            type: .remote,
            connection: SourceConnection(
                host: source.directory.string,
                port: "5432",
                dbname: "postgres",
                username: user,
                password: password.map { Scalar($0) }
            )
        )
    }

    /// An engine's service, as after a start.
    func service(
        _ stages: [any RetrievalStage],
        retryDelays: [Duration] = [],
        driver: (any StorageDriver)? = nil
    ) -> RefreshService {
        RefreshService(
            catalog: catalog,
            pools: Pools(
                selected: StoragePool(
                    name: "pool",
                    directory: directory.appending("pool"),
                    kind: .copy,
                    driver: driver ?? self.driver
                )
            ),
            runtime: runtime,
            account: Self.account,
            stages: stages,
            policy: RefreshPolicy(retryDelays: retryDelays)
        )
    }

    func transferStages(
        _ dump: LogicalDumpOptions? = nil,
        restore: LogicalRestoreOptions? = nil,
        snapshot: LogicalSnapshotOptions? = nil,
        masking: MaskingOptions? = nil,
        settings: LogicalSettings = LogicalSettings()
    ) throws -> [any RetrievalStage] {
        try LogicalPlan(
            jobs: ["logicalDump", "logicalRestore", "logicalSnapshot"],
            dump: dump ?? LogicalDumpOptions(source: sourceOptions()),
            restore: restore,
            snapshot: snapshot,
            masking: masking,
            settings: settings
        ).stages()
    }

    /// Begins a refresh, and runs the service until the newest has ended and is cleared.
    @discardableResult
    func refresh(_ service: RefreshService) async throws -> Refresh {
        try service.start()
        return try await running(service) { try await settled() }
    }

    /// Runs the service while the body runs.
    func running<Value: Sendable>(
        _ service: RefreshService,
        _ body: @Sendable @escaping () async throws -> Value
    ) async throws -> Value {
        try await withThrowingTaskGroup(of: Value?.self) { group in
            group.addTask {
                try await service.run()
                return nil
            }
            group.addTask { try await body() }
            defer { group.cancelAll() }
            while let value = try await group.next() {
                if let value { return value }
            }
            throw CancellationError()
        }
    }

    func settled() async throws -> Refresh {
        let feed = EventFeed(catalog: catalog)
        let ended = try await feed.first(within: .seconds(900)) { [catalog] () -> Refresh? in
            guard let last = try catalog.refreshes(limit: 1).first else { return nil }
            return last.state != Refresh.State.running && last.isCleared ? last : nil
        }
        // The service has ended first, and its error is the one to tell.
        guard let ended else { throw CancellationError() }
        return ended
    }

    /// Starts a server on a clone of the snapshot, and calls with its socket's parameters.
    func withClone(of snapshot: Snapshot, _ body: (ConnectionParameters) async throws -> Void) async throws {
        let name = try #require(DatasetName("clone-test-\(UUID().uuidString.lowercased().prefix(8))"))
        let server = try #require(ServerID(name.description))
        try await driver.createClone(name, of: try snapshot.name)
        let data = DatasetLayout.dataDirectory(in: try await driver.directory(of: name))
        try await runtime.start(
            ServerSpecification(id: server, dataDirectory: data, port: 5432, settings: ["shared_buffers": "16MB"])
        )
        let parameters = ConnectionParameters(
            host: runtime.socketDirectory(of: server).string,
            user: "postgres",
            database: "postgres"
        )
        var failure: (any Error)?
        do { try await body(parameters) } catch { failure = error }
        try await runtime.remove(server, mode: .immediate)
        try await driver.removeDataset(name)
        if let failure { throw failure }
    }
}
