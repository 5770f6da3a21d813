import FoundationEssentials
import Postgres
import SystemPackage

/// The source of a logical refresh, looked at once.
struct LogicalSource: Sendable {
    let parameters: ConnectionParameters
    var globals: SourceGlobals
    /// One for each database that is wanted, by name.
    let snapshots: [String: SourceSnapshot]

    /// Looks at the source, and takes one moment of each database, all as near to each other as can be.
    /// - Throws: ``EngineError`` `unavailable` with the reason, which never contains the password.
    static func open(
        _ options: SourceOptions,
        databases wanted: DatabaseSelections,
        settings: LogicalSettings,
        work: RefreshWork
    ) async throws -> Self {
        let parameters = try options.parameters(environment: settings.environment)
        do {
            return try await survey(parameters, wanted, settings, work)
        } catch let error as PostgresError {
            throw EngineError(
                .unavailable,
                "the source \(parameters) cannot be read: \(error)",
                hint: "Check its address, user and password, and that it is up."
            )
        }
    }

    /// The database, with its selection, in order of names.
    var databases: [SourceDatabase] { globals.databases.filter { snapshots[$0.name] != nil } }

    func release() async {
        for snapshot in snapshots.values { await snapshot.release() }
    }

    private static func survey(
        _ parameters: ConnectionParameters,
        _ wanted: DatabaseSelections,
        _ settings: LogicalSettings,
        _ work: RefreshWork
    ) async throws -> Self {
        let connection = try await Connection(parameters)
        try await connection.execute(SourceSnapshot.sessionSettings)
        let survey = SourceSurvey(connection: connection, keepsPasswords: settings.keepsPasswords)
        var globals = try await survey.globals(leaveOut: work.leaveOut)
        let closed = try await survey.closedDatabases()
        work.addSettings(try await InheritedSettings.read(from: connection))
        await connection.close()
        let names = try choose(wanted, from: globals, closed: closed, work)
        var snapshots: [String: SourceSnapshot] = [:]
        for name in names {
            var place = parameters
            place.database = name
            snapshots[name] = try await SourceSnapshot(of: place)
        }
        tellMoment(Array(snapshots.values), work)
        globals.dataStateAt = snapshots.values.map(\.takenAt).min()?.timeIntervalSince1970
        return Self(parameters: parameters, globals: globals, snapshots: snapshots)
    }

    private static func choose(
        _ wanted: DatabaseSelections,
        from globals: SourceGlobals,
        closed: Set<String>,
        _ work: RefreshWork
    ) throws -> [String] {
        let present = globals.databases.map(\.name)
        guard wanted.isEmpty else {
            let missing = wanted.byName.keys.filter { !present.contains($0) }.sorted()
            guard missing.isEmpty else {
                throw EngineError(
                    .invalidArgument,
                    "database \(missing.joined(separator: ", ")) does not exist at the source",
                    hint: "It has: \(present.joined(separator: ", "))."
                )
            }
            return wanted.byName.keys.sorted()
        }
        return present.filter { name in
            guard closed.contains(name) || ownedByProviders.contains(name) else { return true }
            work.leaveOut(Omission(object: "database \(name)", reason: "it is not open to this role at the source"))
            return false
        }
    }

    private static func tellMoment(_ snapshots: [SourceSnapshot], _ work: RefreshWork) {
        guard let first = snapshots.map(\.takenAt).min() else { return }
        work.setDataStateAt(first)
        guard snapshots.contains(where: { $0.identifier == nil }) else { return }
        work.leaveOut(
            Omission(
                object: "one common moment of all tables",
                reason: "the source cannot export a snapshot; dataStateAt is the time just before the dump"
            )
        )
    }

    /// Whether a database is a managed service's own, which nobody may enter.
    static func isProviders(_ database: String) -> Bool { ownedByProviders.contains(database) }

    /// Databases of managed services that nobody may enter.
    private static let ownedByProviders: Set = [
        "alloydbadmin", "alloydbmetadata", "azure_maintenance", "azure_sys", "cloudsqladmin", "rdsadmin",
    ]
}

extension PostgresInstallation {
    /// The programs to restore data of a major version with: its own, else the next newer that is installed.
    /// - Throws: ``EngineError`` that names the package.
    static func forSource(major: Int, searchPaths: [FilePath]) async throws -> Self {
        let installed = await installed(searchPaths: searchPaths)
        if let own = installed.first(where: { $0.major == major }) { return own }
        guard let newer = installed.first(where: { $0.major > major }) else {
            throw EngineError(
                .failedPrecondition,
                "the source is PostgreSQL \(major), and its pg_dump or a newer one is not installed here",
                hint: "Install the package postgresql-\(major)."
            )
        }
        return newer
    }
}
