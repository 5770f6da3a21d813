/// Who runs a source, as far as its address and databases tell.
package enum SourceProvider: String, Sendable, CaseIterable {
    case rds, aurora, cloudsql, supabase, azure, heroku, timescale, generic

    package init(host: String, databases: [String], settings: Set<String>) {
        let host = host.lowercased()
        if let known = Self.domains.first(where: { host == $0.suffix || host.hasSuffix("." + $0.suffix) }) {
            let isCluster = host.contains(".cluster-") || settings.contains("aurora")
            self = known.provider == .rds && isCluster ? .aurora : known.provider
        } else if let known = Self.databases.first(where: { databases.contains($0.name) }) {
            self = known.provider == .rds && settings.contains("aurora") ? .aurora : known.provider
        } else {
            self = Self.prefixes.first { settings.contains($0.prefix) }?.provider ?? .generic
        }
    }

    private static let domains: [(suffix: String, provider: SourceProvider)] = [
        ("rds.amazonaws.com", .rds), ("rds.amazonaws.com.cn", .rds), ("supabase.co", .supabase),
        ("supabase.com", .supabase), ("postgres.database.azure.com", .azure), ("compute-1.amazonaws.com", .heroku),
        ("compute.amazonaws.com", .heroku), ("timescale.com", .timescale), ("timescaledb.io", .timescale),
    ]

    /// Databases that only they have.
    private static let databases: [(name: String, provider: SourceProvider)] = [
        ("rdsadmin", .rds), ("cloudsqladmin", .cloudsql), ("azure_maintenance", .azure), ("azure_sys", .azure),
    ]

    /// First words of settings that only they have.
    private static let prefixes: [(prefix: String, provider: SourceProvider)] = [
        ("aurora", .aurora), ("rds", .rds), ("cloudsql", .cloudsql), ("azure", .azure), ("supautils", .supabase),
    ]
}
