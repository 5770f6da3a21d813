import Postgres

/// Takes from the golden copy what would act for production, or tell its secrets.
///
/// Catalogs are changed by plain updates: these run neither event triggers nor validators that came with the data, and
/// need no library of an extension.
package struct NeutralizeData: RetrievalStage {
    package let name = "hygiene"
    let options: HygieneOptions
    let settings: LogicalSettings

    package init(settings: LogicalSettings) {
        options = settings.hygiene
        self.settings = settings
    }

    package func run(_ work: RefreshWork) async throws {
        let server = try await TargetServer.existing(work, settings)
        try await server.start()
        ProgressMeter(stage: name, report: work.report).say("cutting ties")
        try await within("template1", of: server, work, rewriting: ClusterHygiene.catalogs) { connection in
            try await ClusterHygiene(options: options, connection: connection).run()
        }
        try work.failpoint("cluster")
        for database in try await server.databases() + ["template1"] {
            try await within(database, of: server, work, rewriting: DatabaseHygiene.catalogs) { connection in
                try await DatabaseHygiene(options: options, database: database, connection: connection).run()
            }
        }
    }

    /// All that is done to one database is one transaction; what the rows said before is removed from the files as well.
    private func within(
        _ database: String,
        of server: TargetServer,
        _ work: RefreshWork,
        rewriting catalogs: [String],
        _ neutralize: (Connection) async throws -> [Neutralization]
    ) async throws {
        let connection = try await server.connection(database: database)
        try await connection.execute("BEGIN")
        let found = try await neutralize(connection)
        try await connection.execute("COMMIT")
        if !found.isEmpty {
            for catalog in catalogs { try await connection.execute("VACUUM FULL \(catalog)") }
        }
        await connection.close()
        for item in found { work.neutralize(item) }
    }
}
