/// The body of `POST /admin/probe-source`.
public struct SourceProbeRequest: Hashable, Codable, Sendable {
    /// A URI or keywords and values, without a password.
    public var url: String
    public var password: String?

    public init(url: String, password: String? = nil) {
        self.url = url
        self.password = password
    }
}

/// The answer of `POST /admin/probe-source`.
public struct SourceProposal: Hashable, Codable, Sendable {
    /// Where the source is.
    public struct Source: Hashable, Codable, Sendable {
        public var host: String
        public var port: Int
        public var username: String
        public var dbname: String

        public init(host: String, port: Int, username: String, dbname: String) {
            self.host = host
            self.port = port
            self.username = username
            self.dbname = dbname
        }
    }

    public var source: Source
    /// `rds`, `aurora`, `cloudsql`, `supabase`, `azure`, `heroku`, `timescale` or `generic`.
    public var detectedProvider: String
    /// Empty as the next two: servers run without containers.
    public var dockerImage: String
    public var dockerTag: String
    public var resolvedImage: String
    public var pgMajorVersion: Int
    /// Of the source's C library; empty where it does not tell.
    public var collationVersion: String
    public var databases: [String]
    public var sharedBuffers: String
    /// Whether `sharedBuffers` is chosen by this machine's memory.
    public var memoryProbed: Bool
    /// Those of the source that are installed here.
    public var sharedPreloadLibraries: String
    public var queryTuning: [String: String]
    /// The major version that would run here; not in DBLab.
    public var installedMajorVersion: Int?
    /// What the operator should know; not in DBLab.
    public var warnings: [String]?

    public init(
        source: Source,
        detectedProvider: String,
        dockerImage: String = "",
        dockerTag: String = "",
        resolvedImage: String = "",
        pgMajorVersion: Int,
        collationVersion: String,
        databases: [String],
        sharedBuffers: String,
        memoryProbed: Bool,
        sharedPreloadLibraries: String,
        queryTuning: [String: String],
        installedMajorVersion: Int? = nil,
        warnings: [String]? = nil
    ) {
        self.source = source
        self.detectedProvider = detectedProvider
        self.dockerImage = dockerImage
        self.dockerTag = dockerTag
        self.resolvedImage = resolvedImage
        self.pgMajorVersion = pgMajorVersion
        self.collationVersion = collationVersion
        self.databases = databases
        self.sharedBuffers = sharedBuffers
        self.memoryProbed = memoryProbed
        self.sharedPreloadLibraries = sharedPreloadLibraries
        self.queryTuning = queryTuning
        self.installedMajorVersion = installedMajorVersion
        self.warnings = warnings
    }
}

/// The answer of `GET /admin/billing-status`: nothing is ever billed here.
public struct BillingStatus: Hashable, Codable, Sendable {
    public var result: String
    public var billingActive: Bool

    public init(result: String = "OK", billingActive: Bool = true) {
        self.result = result
        self.billingActive = billingActive
    }

    private enum CodingKeys: String, CodingKey {
        case result
        case billingActive = "billing_active"
    }
}
