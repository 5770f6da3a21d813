import Engine
import SystemPackage

/// The configuration that is in force, and the only place where another takes its place.
///
/// Parts of the engine follow it by values of their own kind; see ``follow(_:)``.
actor LiveConfiguration {
    let file: FilePath
    let environment: [String: String]
    /// What the file said when it was last read without a problem.
    private(set) var written: ServerConfiguration.Loaded
    /// What is in force: the same, but for keys that need a restart.
    private(set) var values: ConfigurationValue
    private var followers: [(ServerConfiguration) throws -> () -> Void] = []

    init(_ loaded: ServerConfiguration.Loaded, file: FilePath, environment: [String: String]) {
        self.file = file
        self.environment = environment
        written = loaded
        values = loaded.values
    }

    /// What is in force.
    var configuration: ServerConfiguration {
        get throws { try ServerConfiguration(values, file: file.string) }
    }

    /// A value that is made of the configuration, now and whenever that changes.
    ///
    /// A configuration of which one follower cannot be made takes effect nowhere.
    func follow<Value>(_ make: @escaping @Sendable (ServerConfiguration) throws -> Value) throws -> Live<Value> {
        let live = Live(try make(configuration))
        followers.append { configuration in
            let value = try make(configuration)
            return { live.set(value) }
        }
        return live
    }

    /// Reads the file again.
    /// - Throws: ``ConfigurationError`` or `EngineError`; then everything stays as it is.
    func reload() throws -> ConfigurationReload {
        try apply(ServerConfiguration.load(file, environment: environment))
    }

    /// Changes the file's text, and puts it into force.
    /// - Throws: ``ConfigurationError`` or `EngineError`; then file and engine stay as they are.
    func rewrite(_ change: (String) throws -> String) throws -> ConfigurationReload {
        let old = try ConfigurationFile.text(of: file)
        let new = try change(old)
        let loaded = try ServerConfiguration.parse(new, file: file.string, environment: environment)
        let commit = try prepare(loaded)
        if new != old { try ConfigurationFile.replace(file, old: old, with: new) }
        return commit()
    }

    private func apply(_ loaded: ServerConfiguration.Loaded) throws -> ConfigurationReload { try prepare(loaded)() }

    private func prepare(_ loaded: ServerConfiguration.Loaded) throws -> () -> ConfigurationReload {
        let changes = ConfigurationChange.all(from: values, to: loaded.values)
        let next = changes.filter { $0.effect == .afterRestart }.reduce(loaded.values) { result, change in
            result.replacing(change.components[...], with: values.value(at: change.components[...]))
        }
        let configuration = try ServerConfiguration(next, file: file.string)
        let commits = try followers.map { try $0(configuration) }
        return { [self] in
            written = loaded
            values = next
            for commit in commits { commit() }
            return ConfigurationReload(changes: changes, warnings: loaded.warnings)
        }
    }
}
