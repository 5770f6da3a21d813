import FoundationEssentials
import Postgres
import Runtime
import SystemPackage
import Tooling

/// The server that a refresh fills: fast rather than safe, and reached by nobody else.
struct TargetServer: Sendable {
    let work: RefreshWork
    let settings: LogicalSettings
    let installation: PostgresInstallation

    /// The server of data that an earlier stage has made.
    static func existing(_ work: RefreshWork, _ settings: LogicalSettings) async throws -> Self {
        let installation = try await PostgresInstallation.find(
            forDataDirectory: work.dataDirectory,
            searchPaths: settings.searchPaths
        )
        return Self(work: work, settings: settings, installation: installation)
    }

    /// Makes an empty cluster and starts it.
    /// - Parameter model: encoding and locale to have, where this machine knows them.
    func create(like model: SourceDatabase?, configs: [String: Scalar] = [:]) async throws {
        try await initialize(like: model)
        try await start(configs: configs)
    }

    /// Starts the server for writing; does nothing if it runs.
    func start(configs: [String: Scalar] = [:]) async throws {
        try await start(Self.restoreSettings.settings(major: installation.major, configs: configs))
    }

    /// Starts and stops it with what servers of clones will be run with, and lets a session into each database: what their
    /// starts and first sessions would else write lies in the snapshot then.
    func rehearse(_ clones: [String: String]) async throws {
        try await start(Self.restoreSettings.rehearsal(major: installation.major, clones: clones))
        for database in try await databases() { await (try connection(database: database)).close() }
        try await stop()
    }

    private static var restoreSettings: RestoreSettings {
        RestoreSettings(memory: Machine.memory, processors: Machine.processors)
    }

    private func start(_ settings: [String: String]) async throws {
        try await work.runtime.start(
            ServerSpecification(
                id: work.server,
                dataDirectory: work.dataDirectory,
                port: work.port,
                settings: settings,
                environment: Self.allocation
            )
        )
    }

    /// Large pages for sorts and hash tables, where the kernel has them: that takes it fewer faults.
    ///
    /// See the GNU C Library's manual, Memory Allocation Tunables; other libraries of C pass over it.
    private static let allocation = ["GLIBC_TUNABLES": "glibc.malloc.hugetlb=1"]

    /// Stops it cleanly, so that the data need no recovery.
    func stop() async throws {
        try await work.runtime.remove(work.server, mode: .fast)
    }

    func parameters(database: String) -> ConnectionParameters {
        ConnectionParameters(
            host: work.runtime.socketDirectory(of: work.server).string,
            port: work.port,
            user: settings.superuser,
            database: database,
            connectTimeout: 30,
            // Triggers, event triggers and rules that came with the data do not act here, with the engine's rights.
            settings: [
                "search_path": "pg_catalog", "session_replication_role": "replica", "client_min_messages": "error",
            ]
        )
    }

    func connection(database: String? = nil) async throws -> Connection {
        try await Connection(parameters(database: database ?? "template1"))
    }

    /// A program of PostgreSQL that logs in here; its search path is the usual one.
    func tool(_ program: String, database: String) -> Tool {
        var parameters = parameters(database: database)
        parameters.settings = [:]
        return Tool(
            installation.program(program).string,
            timeLimit: nil,
            environment: parameters.environment.merging(["HOME": "/"]) { $1 },
            account: work.account,
            workingDirectory: work.scratch
        )
    }

    private func initialize(like model: SourceDatabase?) async throws {
        // The runtime's account must be able to write; the directory itself was made by the engine.
        let wanted = ClusterInitialization(
            encoding: model?.encoding ?? "UTF8",
            locale: model?.collation ?? "C.UTF-8",
            superuser: settings.superuser
        )
        do {
            try await wanted.run(in: work.dataDirectory, installation: installation, account: work.account)
        } catch let error as ToolFailure where Self.concernsLocale(error) {
            work.leaveOut(
                Omission(
                    object: "locale \(wanted.locale) with encoding \(wanted.encoding) of the cluster",
                    reason: "not known to this machine; C.UTF-8 is used (install the locale to keep sort orders)"
                )
            )
            let fallback = ClusterInitialization(superuser: settings.superuser)
            try await fallback.run(in: work.dataDirectory, installation: installation, account: work.account)
        }
    }

    private static func concernsLocale(_ failure: ToolFailure) -> Bool {
        failure.output.contains("locale") || failure.output.contains("encoding")
    }
}
