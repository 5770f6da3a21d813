package import SystemPackage

/// What all stages of a logical refresh share.
package struct LogicalSettings: Sendable {
    /// Where PostgreSQL's programs are looked for besides the usual places.
    package var searchPaths: [FilePath]
    /// The superuser of the golden copy: `global.database.username`.
    package var superuser: String
    /// The database of management connections: `global.database.dbname`.
    package var database: String
    /// Whether login roles keep the passwords that they have at the source.
    package var keepsPasswords: Bool
    /// What of production's ties is cut.
    package var hygiene: HygieneOptions
    /// The engine's environment, for passwords.
    package var environment: [String: String]
    /// What the operator wants all clones to be run with: `databaseConfigs`.
    package var cloneSettings: [String: String]

    package init(
        searchPaths: [FilePath] = [],
        superuser: String = "postgres",
        database: String = "postgres",
        keepsPasswords: Bool = false,
        hygiene: HygieneOptions = HygieneOptions(),
        environment: [String: String] = [:],
        cloneSettings: [String: String] = [:]
    ) {
        self.searchPaths = searchPaths
        self.superuser = superuser
        self.database = database
        self.keepsPasswords = keepsPasswords
        self.hygiene = hygiene
        self.environment = environment
        self.cloneSettings = cloneSettings
    }
}
