extension ServerConfiguration {
    /// How clients reach the engine.
    struct Server: Codable, Equatable, Sendable {
        /// Empty only if ``allowNoToken``.
        var verificationToken: String
        var allowNoToken: Bool
        var metricsWithoutToken: Bool
        /// Entries of the audit trail older than so many days go; 0 for never.
        var auditDays: Int
        /// Empty for all addresses.
        var host: String
        var port: Int
        var disableConfigModification: Bool
        var tls: TLS

        /// Both empty for plain HTTP.
        struct TLS: Codable, Equatable, Sendable {
            var certificate: String
            var key: String

            var isEnabled: Bool { !certificate.isEmpty }
        }
    }

    /// What is deleted by itself.
    struct Retention: Codable, Equatable, Sendable {
        /// The snapshots of refreshes to keep; 0 for all.
        var snapshots: Int
        /// Of how many hours, days and weeks one stays besides.
        var hourly: Int
        var daily: Int
        var weekly: Int
        var unusedSnapshotMinutes: Int
        var unusedBranchMinutes: Int
        var checkIntervalMinutes: Int
        var protectionMaxDurationMinutes: Int
        var maxDeletionsPerTick: Int
    }

    /// What concerns the whole engine.
    struct Global: Codable, Equatable, Sendable {
        var engine: String
        var debug: Bool
        var logFormat: LogFormat
        var database: Database
        /// Absolute.
        var stateDirectory: String

        /// As whom and where the engine works in the golden copy and in clones.
        struct Database: Codable, Equatable, Sendable {
            var username: String
            var dbname: String
        }
    }

    /// Where the data are.
    struct PoolManager: Codable, Equatable, Sendable {
        /// Absolute.
        var mountDir: String
        var selectedPool: String
        /// `auto` or a driver's name.
        var driver: String
        var zfsDataset: String
        /// Such as `5GB`; empty for none.
        var reserve: String
    }

    /// Settings of all clones; those of their snapshot win, as in DBLab this section is only an anchor.
    struct DatabaseConfigs: Codable, Equatable, Sendable {
        var configs: [String: String]
    }

    /// How clones are run.
    struct Provision: Codable, Equatable, Sendable {
        var portPool: PortPool
        var cloneAccessAddresses: String
        var account: String
        var postgresPaths: [String]
        var keepUserPasswords: Bool
        /// Whether clones are sandboxed, and superusers are refused where they cannot be.
        var sandbox: Bool
        var runtime: RuntimeKind
        /// `unix://` and a path.
        var dockerHost: String
        var dockerImage: String
        /// Options of `docker run`.
        var containerConfig: [String: String]
        var limits: Limits
        /// Settings of all clones; they win over those of the snapshot.
        var configs: [String: String]

        /// What runs servers.
        enum RuntimeKind: String, Codable { case native, docker }

        /// What each clone may take of the machine.
        struct Limits: Codable, Equatable, Sendable {
            /// Such as `2GB`; empty for no limit.
            var memory: String
            /// Such as `0.5`; empty for no limit.
            var cpus: String
            /// 0 for no limit.
            var processes: Int
            /// 0 for what `provision.configs` say.
            var connections: Int
            /// Such as `20GB`; empty for no limit.
            var disk: String

            /// Whether nobody set a limit that clones are to feel.
            var isDefault: Bool { memory.isEmpty && cpus.isEmpty }
        }

        /// One port for each clone, both ends included.
        struct PortPool: Codable, Equatable, Sendable {
            var from: Int
            var to: Int
        }
    }

    /// What users may do with clones; times in minutes, 0 for no end.
    struct Cloning: Codable, Equatable, Sendable {
        var accessHost: String
        var maxIdleMinutes: Int
        var maxIdleSeconds: Int
        var maxLifetimeMinutes: Int
        var protectionLeaseDurationMinutes: Int
        var protectionMaxDurationMinutes: Int
        var protectionExpiryWarningMinutes: Int
        var minPasswordEntropyBits: Int
        /// At a time; 0 for no limit.
        var maxClones: Int
        var maxClonesPerOwner: Int
    }
}
