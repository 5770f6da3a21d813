import Engine
import FoundationEssentials
import SystemPackage

/// The configuration of the engine: server.yml of DBLab Engine 4.2, with a few keys more.
///
/// Its keys, types and defaults are in ``ConfigurationKey/all``; what is here has been checked against them.
struct ServerConfiguration: Codable, Equatable, Sendable {
    var server: Server
    var retention: Retention
    var global: Global
    var poolManager: PoolManager
    var databaseConfigs: DatabaseConfigs
    var provision: Provision
    var retrieval: Retrieval
    var cloning: Cloning
    var observer: Observer
    var webhooks: Webhooks?
}

extension ServerConfiguration {
    /// A configuration with what its reader should know.
    struct Loaded: Sendable {
        var configuration: ServerConfiguration
        /// Each one line, to be logged or shown.
        var warnings: [String]
        /// The same as a tree of values by key.
        var values: ConfigurationValue
    }

    /// Makes a configuration of values that were checked before.
    /// - Throws: ``ConfigurationError``.
    init(_ values: ConfigurationValue, file: String) throws { self = try Self.decode(values, file: file) }

    /// Reads a file.
    /// - Throws: ``ConfigurationError``, with file and line of each problem.
    static func load(
        _ path: FilePath,
        environment: [String: String] = ProcessInfo.processInfo.environment
    ) throws -> Loaded {
        try parse(ConfigurationFile.text(of: path), file: path.string, environment: environment)
    }

    /// Reads a text.
    /// - Parameter file: how problems name it.
    /// - Throws: ``ConfigurationError``.
    static func parse(_ text: String, file: String, environment: [String: String]) throws -> Loaded {
        var reader = ConfigurationReader(file: file, environment: environment)
        let values = reader.document(try YAMLDocument.root(of: text, file: file))
        guard reader.problems.isEmpty else { throw ConfigurationError(reader.problems) }
        let legacy = LegacyConnection(in: values)
        let configuration = try decode(legacy.document, file: file)
        var rules = ConfigurationRules(reader: reader)
        rules.check(configuration)
        guard rules.reader.problems.isEmpty else { throw ConfigurationError(rules.reader.problems) }
        let idleKeys = reader.idleKeys.union(legacy.isIdle ? [LegacyConnection.path] : [])
            .union(configuration.provision.idleKeys.intersection(reader.lines.keys))
        return Loaded(
            configuration: configuration,
            warnings: warnings(idleKeys: idleKeys, file: file),
            values: legacy.document
        )
    }

    private static func decode(_ values: ConfigurationValue, file: String) throws -> ServerConfiguration {
        do {
            return try JSONDecoder().decode(ServerConfiguration.self, from: JSONEncoder().encode(values))
        } catch let error as DecodingError {
            // The types were checked before: a rule lacks something, or the table of keys and the sections disagree.
            throw ConfigurationError("\(file): \(error.missingKey)")
        }
    }

    private static func warnings(idleKeys: Set<String>, file: String) -> [String] {
        guard !idleKeys.isEmpty else { return [] }
        return ["\(file): these keys have no effect here: \(idleKeys.sorted().joined(separator: ", "))"]
    }
}
