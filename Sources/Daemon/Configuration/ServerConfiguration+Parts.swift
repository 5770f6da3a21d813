import Engine
import FoundationEssentials
import Storage
import SystemPackage
import Tooling
import Web

extension ServerConfiguration {
    /// Makes the directory of catalog, sockets and logs; others may pass through it, but not look.
    func makeStateDirectory() throws {
        try FileManager.default.createDirectory(
            atPath: stateDirectory.string,
            withIntermediateDirectories: true,
            attributes: [.posixPermissions: 0o711]
        )
    }

    /// Whom servers run as; `nil` if the engine is not root and they run as itself.
    /// - Throws: ``EngineError`` that names the key if there is no such account.
    func serverAccount() throws -> Account? {
        guard Account.processIsRoot else { return nil }
        guard let account = Account(named: provision.account) else {
            throw EngineError(
                .invalidArgument,
                "provision.account: there is no account \"\(provision.account)\" on this machine",
                hint: "PostgreSQL does not run as root. Install postgresql, or name another account."
            )
        }
        return account
    }

    /// Opens all pools with their drivers.
    func openPools() async throws -> Pools {
        let configured = try ConfiguredPools(poolManager)
        let selected = try await StorageDrivers.open(configured.selected)
        var others: [StoragePool] = []
        for pool in configured.others { others.append(try await StorageDrivers.open(pool)) }
        return Pools(selected: selected, others: others, isPinned: configured.isPinned)
    }

    /// The jobs of logical mode with their options.
    func logicalPlan() throws -> LogicalPlan {
        LogicalPlan(
            jobs: retrieval.jobs,
            dump: retrieval.dump,
            restore: retrieval.restore,
            snapshot: retrieval.snapshot,
            masking: try masking(),
            settings: stageSettings
        )
    }

    /// The jobs of physical mode with their options.
    func physicalPlan() throws -> PhysicalPlan {
        PhysicalPlan(
            jobs: retrieval.jobs,
            restore: retrieval.spec?.physicalRestore?.options,
            snapshot: retrieval.physicalSnapshot,
            masking: try masking(),
            settings: stageSettings
        )
    }

    /// What a refresh does, and when.
    func retrievalPlan() throws -> RetrievalPlan {
        guard retrieval.isPhysical else {
            return RetrievalPlan(stages: try logicalPlan().stages(), policy: refreshPolicy)
        }
        let plan = try physicalPlan()
        return RetrievalPlan(stages: try plan.stages(), policy: refreshPolicy, replica: plan.replica)
    }

    private var stageSettings: LogicalSettings {
        LogicalSettings(
            searchPaths: provision.searchPaths,
            superuser: global.database.username,
            database: global.database.dbname,
            keepsPasswords: provision.keepUserPasswords,
            hygiene: retrieval.hygiene,
            environment: ProcessInfo.processInfo.environment,
            cloneSettings: databaseConfigs.configs
        )
    }

    /// Where and how the API is served.
    func web() throws -> WebConfiguration {
        let hash = TokenHash(token: server.verificationToken)
        return WebConfiguration(
            host: listenHost,
            port: server.port,
            authentication: hash.map { .token($0) } ?? .none,
            tls: server.tls.isEnabled
                ? TLSFiles(certificate: FilePath(server.tls.certificate), key: FilePath(server.tls.key)) : nil
        )
    }
}
