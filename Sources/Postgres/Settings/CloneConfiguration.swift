/// The settings that a clone's server is run with.
package struct CloneConfiguration: Hashable, Sendable {
    /// By name; for `ServerSpecification.settings`.
    package let settings: [String: String]

    /// Puts defaults, the settings of all clones and those of this one together; the later win.
    /// - Parameters:
    ///   - name: shown in the process list, as `cluster_name`.
    ///   - common: for all clones, from the engine's configuration.
    ///   - extra: for this clone, as its owner asked.
    ///   - catalog: what the server knows; without it, only names and syntax are checked.
    /// - Throws: ``SettingError`` that names the first wrong setting in alphabetical order.
    package init(
        name: String,
        common: [String: String] = [:],
        extra: [String: String] = [:],
        catalog: SettingsCatalog? = nil
    ) throws {
        var settings = Self.defaults
        for chosen in [common, extra] {
            for (name, value) in try Self.checked(chosen, catalog: catalog) { settings[name] = value }
        }
        try Self.checkLibraries(of: extra)
        settings["cluster_name"] = Self.clusterName(name)
        self.settings = settings
    }

    /// Durable, light, quick to start, and deaf to where the data came from.
    package static let defaults = [
        "shared_buffers": "32MB",
        "huge_pages": "off",
        "max_connections": "100",
        "fsync": "on",
        "password_encryption": "scram-sha-256",
        "unix_socket_permissions": "0700",
        "ssl": "off",
        "archive_mode": "off",
        "archive_command": "",
        "restore_command": "",
        "primary_conninfo": "",
        "primary_slot_name": "",
        "synchronous_standby_names": "",
        // A subscription that came with the data would talk to the publisher of the source.
        "max_logical_replication_workers": "0",
        "log_line_prefix": "%m [%p] %q%u@%d ",
        "log_checkpoints": "off",
    ]

    private static func checked(_ chosen: [String: String], catalog: SettingsCatalog?) throws -> [String: String] {
        var result: [String: String] = [:]
        for (name, value) in chosen.sorted(by: { $0.key < $1.key }) {
            if let reason = EngineSettings.refusal(of: name) {
                throw SettingError(name, "\(name) cannot be set for a clone: \(reason). Remove it.")
            }
            try checkSyntax(name, value)
            try catalog?.validate(name, value)
            result[name.lowercased()] = value
        }
        return result
    }

    private static func checkSyntax(_ name: String, _ value: String) throws {
        do {
            _ = try ConfigurationFile([name: value]).text()
        } catch let error as PostgresError {
            throw SettingError(name, error.message)
        }
    }

    /// A clone's owner may load what is installed, but not a file that somebody put somewhere.
    private static func checkLibraries(of extra: [String: String]) throws {
        for (name, value) in extra where name.lowercased().hasSuffix("_preload_libraries") || name == "jit_provider" {
            guard !value.contains("/") else {
                throw SettingError(name, "\(name) takes the names of installed libraries, without directories.")
            }
        }
    }

    /// PostgreSQL takes 63 printable ASCII characters.
    private static func clusterName(_ name: String) -> String {
        String(name.unicodeScalars.filter { (32...126).contains($0.value) }.prefix(63).map(Character.init))
    }
}
