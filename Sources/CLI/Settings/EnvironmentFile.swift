import API
import SystemPackage
import Yams

/// `~/.dblab/cli/cli.yml`: the engines the user knows, and which is used.
struct EnvironmentFile: Codable, Hashable, Sendable {
    var currentEnvironment = ""
    var environments: [String: EnvironmentSettings] = [:]
    var settings = GlobalSettings()

    /// Settings that belong to no engine.
    struct GlobalSettings: Codable, Hashable, Sendable {
        /// The time zone to print times in, unless `TZ` is set.
        var tz = ""
    }

    enum CodingKeys: String, CodingKey {
        case environments, settings
        case currentEnvironment = "current_environment"
    }

    init() {}

    init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        currentEnvironment = try container.decodeIfPresent(String.self, forKey: .currentEnvironment) ?? ""
        environments =
            try container.decodeIfPresent([String: EnvironmentSettings].self, forKey: .environments) ?? [:]
        settings = try container.decodeIfPresent(GlobalSettings.self, forKey: .settings) ?? GlobalSettings()
    }
}

extension EnvironmentFile {
    /// Reads the file; one that does not exist is empty.
    /// - Throws: ``CommandError/failed(_:)`` when the file is not what it should be.
    static func load() throws -> EnvironmentFile {
        let path = try SettingsDirectory.file
        guard let text = try SettingsDirectory.read(path) else { return EnvironmentFile() }
        do {
            let isEmpty = text.allSatisfy(\.isWhitespace)
            return isEmpty ? EnvironmentFile() : try YAMLDecoder().decode(EnvironmentFile.self, from: text)
        } catch {
            throw CommandError.failed("\(path) cannot be understood: \(error). Correct or remove the file")
        }
    }

    /// Changes the file in one step.
    static func update(_ change: (inout EnvironmentFile) throws -> Void) throws {
        var file = try load()
        try change(&file)
        let encoder = YAMLEncoder()
        encoder.options.sortKeys = true
        try SettingsDirectory.write(try encoder.encode(file), to: try SettingsDirectory.file)
    }

    /// A new environment from the command line.
    /// - Throws: ``CommandError/conflict(_:)`` if it exists, ``CommandError/usage(_:)`` if it lacks a URL.
    func addEnvironment(_ id: String, from options: GlobalOptions) throws -> EnvironmentSettings {
        _ = try ArgumentCheck.text(id, of: "--environment-id", longest: 128)
        guard environments[id] == nil else {
            throw CommandError.conflict("environment \"\(id)\" is already initialized; see \"dblab config update\"")
        }
        guard let url = options.url else { throw CommandError.usage("--url is required") }
        var environment = EnvironmentSettings(url: url)
        try environment.apply(options)
        return environment
    }

    /// An environment by its name.
    /// - Throws: ``CommandError/notFound(_:)`` if there is none.
    func environment(_ id: String) throws -> EnvironmentSettings {
        guard let environment = environments[id] else {
            throw CommandError.notFound("environment \"\(id.prefix(128))\" not found; see \"dblab config list\"")
        }
        return environment
    }
}
