/// What administrators may do with the configuration while the engine runs.
package protocol ConfigurationControl: Sendable {
    /// What of it can be changed from afar, without secrets; its names are those of server.yml.
    func projection() async throws -> ConfigurationValue

    /// Changes the file, its comments kept, and puts it into force; what is not given stays.
    /// - Returns: the projection afterwards.
    /// - Throws: ``EngineError`` `invalidArgument` that names the key; then nothing is changed.
    func change(to projection: ConfigurationValue) async throws -> ConfigurationValue

    /// The file's text with stars for secrets.
    func maskedText() async throws -> String

    /// Tells whether a source can be copied with what is installed here.
    func test(_ source: SourceLogin) async throws -> SourceVerdict

    /// Looks at a source, and proposes a configuration; changes nothing.
    /// - Parameter url: a URI, or keywords and values, without a password.
    func probe(url: String, password: String?) async throws -> SourceSketch
}

/// Where a source is and who logs in, as somebody typed it.
package struct SourceLogin: Sendable, Equatable {
    package var host: String
    /// Empty for 5432.
    package var port: String
    package var database: String
    package var user: String
    /// Empty for the one of the configuration.
    package var password: String
    /// What to look at besides ``database``.
    package var databases: [String]

    package init(
        host: String,
        port: String,
        database: String,
        user: String,
        password: String,
        databases: [String]
    ) {
        self.host = host
        self.port = port
        self.database = database
        self.user = user
        self.password = password
        self.databases = databases
    }
}

/// Whether a source can be copied here.
package struct SourceVerdict: Sendable, Equatable {
    package enum Status: String, Sendable { case ok, notice, warning, error }

    /// DBLab's codes.
    package enum Result: String, Sendable {
        case ok
        case connectionError = "connection_error"
        case queryError = "query_error"
        case unexploredImage = "unexplored_image"
        case missingExtension = "missing_extension"
        case missingLocale = "missing_locale"
        case unverifiedDatabase = "unverified_database"
    }

    package var status: Status
    package var result: Result
    package var message: String
    /// The source's major version, once it is known.
    package var major: Int?
    /// Settings of the source's planner that are not the defaults.
    package var tuning: [String: String]

    package init(
        _ status: Status,
        _ result: Result,
        _ message: String,
        major: Int? = nil,
        tuning: [String: String] = [:]
    ) {
        self.status = status
        self.result = result
        self.message = message
        self.major = major
        self.tuning = tuning
    }
}

/// What a look at a source found, as a proposal for a configuration.
package struct SourceSketch: Sendable, Equatable {
    package var host: String
    package var port: Int
    package var user: String
    package var database: String
    package var provider: SourceProvider
    package var major: Int
    /// Of the source's C library; empty where it does not tell.
    package var collationVersion: String
    package var databases: [String]
    package var sharedBuffers: String
    /// Whether that follows from this machine's memory.
    package var knowsMemory: Bool
    /// Those of the source that are installed here.
    package var preloadLibraries: [String]
    package var tuning: [String: String]
    /// What would run here; `nil` if nothing that is installed could.
    package var installedMajor: Int?
    package var warnings: [String]

    package init(
        host: String,
        port: Int,
        user: String,
        database: String,
        provider: SourceProvider,
        major: Int,
        collationVersion: String,
        databases: [String],
        sharedBuffers: String,
        knowsMemory: Bool,
        preloadLibraries: [String],
        tuning: [String: String],
        installedMajor: Int?,
        warnings: [String]
    ) {
        self.host = host
        self.port = port
        self.user = user
        self.database = database
        self.provider = provider
        self.major = major
        self.collationVersion = collationVersion
        self.databases = databases
        self.sharedBuffers = sharedBuffers
        self.knowsMemory = knowsMemory
        self.preloadLibraries = preloadLibraries
        self.tuning = tuning
        self.installedMajor = installedMajor
        self.warnings = warnings
    }
}
