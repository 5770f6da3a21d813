import Postgres

extension CloningPolicy {
    /// The settings of a clone's server: ours, the operator's, the data's, his overrides, the clone's own; the later win.
    func serverSettings(of clone: Clone, on snapshot: Snapshot) async throws -> [String: String] {
        var common = settings.merging(snapshot.settings) { _, later in later }.merging(overrides) { _, later in later }
        if !runsInContainers {
            let installation = try await PostgresInstallation.find(
                major: snapshot.postgresVersion,
                searchPaths: searchPaths
            )
            Self.removeMissingLibraries(from: &common, for: installation)
        }
        return try CloneConfiguration(name: clone.id, common: common, extra: clone.settings).settings
    }

    /// A library that this machine does not have would keep the server from starting.
    private static func removeMissingLibraries(
        from settings: inout [String: String],
        for installation: PostgresInstallation
    ) {
        guard let value = settings[PreloadLibraries.setting] else { return }
        let libraries = PreloadLibraries(parsing: value)
        settings[PreloadLibraries.setting] = libraries.removing(libraries.missing(from: installation)).value
    }

    /// What the operator should know about libraries that clones run without.
    package func warnings() async -> [String] {
        guard !runsInContainers,
            let value = overrides[PreloadLibraries.setting] ?? settings[PreloadLibraries.setting]
        else { return [] }
        return await PostgresInstallation.installed(searchPaths: searchPaths).compactMap { installation in
            let missing = PreloadLibraries(parsing: value).missing(from: installation)
            guard !missing.isEmpty else { return nil }
            return "clones of PostgreSQL \(installation.major) run without \(missing.joined(separator: ", ")): "
                + "not installed. Install them, or remove them from shared_preload_libraries."
        }
    }
}
