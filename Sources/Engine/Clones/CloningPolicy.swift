package import Runtime
package import SystemPackage

/// What the operator allows and prefers about clones; `cloning` and `provision` of server.yml.
package struct CloningPolicy: Equatable, Sendable {
    package var ports: PortRange
    /// Only printed in connection strings.
    package var accessHost: String
    /// The addresses on which clones listen.
    package var listenAddresses: [String]
    /// Passwords with less entropy than this many bits are refused; 0 accepts all.
    package var minPasswordEntropyBits: Int
    /// The default length of a protection, in minutes; 0 for no end.
    package var protectionLeaseMinutes: Int
    /// The longest protection, in minutes; 0 for no limit.
    package var protectionMaxMinutes: Int
    /// Minutes without any activity after which an unprotected clone is destroyed; 0 for never.
    package var maxIdleMinutes: Int
    /// Minutes after which a clone goes, whatever its users want; 0 for never.
    package var maxLifetimeMinutes: Int
    /// The most clones at a time, of all and of one owner; 0 for no limit.
    package var maxClones: Int
    package var maxClonesPerOwner: Int
    /// What the server of a clone may take of the machine.
    package var limits: ResourceLimits
    /// The most bytes that a clone may hold of its pool alone; 0 for no limit.
    package var maxSpace: Int
    /// The free bytes of a pool below which it gets no new clone.
    package var reserve: Int
    /// The superuser of the golden copy, as whom the engine works in a clone.
    package var adminUser: String
    /// The database the engine connects to for its own work.
    package var adminDatabase: String
    /// Settings of postgresql.conf of all clones; those that came with the data win over them.
    package var settings: [String: String]
    /// Settings of all clones that win over those that came with the data.
    package var overrides: [String: String]
    /// Where programs of PostgreSQL are looked for first.
    package var searchPaths: [FilePath]
    /// Whether servers bring their own programs and libraries, so that it does not matter what this machine has.
    package var runsInContainers: Bool

    package init(
        ports: PortRange,
        accessHost: String = "localhost",
        listenAddresses: [String] = ["127.0.0.1"],
        minPasswordEntropyBits: Int = 0,
        protectionLeaseMinutes: Int = 0,
        protectionMaxMinutes: Int = 0,
        maxIdleMinutes: Int = 0,
        maxLifetimeMinutes: Int = 0,
        maxClones: Int = 0,
        maxClonesPerOwner: Int = 0,
        limits: ResourceLimits = ResourceLimits(),
        maxSpace: Int = 0,
        reserve: Int = 0,
        adminUser: String = "postgres",
        adminDatabase: String = "postgres",
        settings: [String: String] = [:],
        overrides: [String: String] = [:],
        searchPaths: [FilePath] = [],
        runsInContainers: Bool = false
    ) {
        self.ports = ports
        self.accessHost = accessHost
        self.listenAddresses = listenAddresses
        self.minPasswordEntropyBits = minPasswordEntropyBits
        self.protectionLeaseMinutes = protectionLeaseMinutes
        self.protectionMaxMinutes = protectionMaxMinutes
        self.maxIdleMinutes = maxIdleMinutes
        self.maxLifetimeMinutes = maxLifetimeMinutes
        self.maxClones = maxClones
        self.maxClonesPerOwner = maxClonesPerOwner
        self.limits = limits
        self.maxSpace = maxSpace
        self.reserve = reserve
        self.adminUser = adminUser
        self.adminDatabase = adminDatabase
        self.settings = settings
        self.overrides = overrides
        self.searchPaths = searchPaths
        self.runsInContainers = runsInContainers
    }
}
