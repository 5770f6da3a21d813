import FoundationEssentials
package import Postgres
package import SystemPackage
import Tooling

/// Looks at sources for somebody who is about to configure one; nothing is changed there or here.
package struct SourceAdvice: Sendable {
    /// More databases than this are not looked into.
    package static let databaseLimit = 5
    private static let timeLimit = Duration.seconds(10)

    private let searchPaths: [FilePath]

    /// - Parameter searchPaths: where to look for PostgreSQL first.
    package init(searchPaths: [FilePath] = []) { self.searchPaths = searchPaths }

    /// Tells whether a source can be copied with what is installed here.
    package func test(_ parameters: ConnectionParameters, databases: [String]) async -> SourceVerdict {
        do {
            return try await limited { try await examine(parameters, databases) }
        } catch let error as TimedOut {
            return SourceVerdict(.error, .connectionError, "\(error)")
        } catch {
            return SourceVerdict(.error, .queryError, "the source cannot be looked at: \(error)")
        }
    }

    /// Looks at a source, and proposes a configuration.
    /// - Throws: ``EngineError`` `failedPrecondition` if it cannot be reached.
    package func probe(_ parameters: ConnectionParameters) async throws -> SourceSketch {
        do {
            return try await limited { try await sketch(parameters) }
        } catch let error as PostgresError {
            throw EngineError(
                .failedPrecondition,
                "cannot look at the source \(parameters): \(error)",
                hint: "Check its address, user and password, and that it can be reached from here."
            )
        } catch let error as TimedOut {
            throw EngineError(.failedPrecondition, "cannot look at the source \(parameters): \(error)")
        }
    }

    // MARK: Test

    private func examine(_ parameters: ConnectionParameters, _ databases: [String]) async throws -> SourceVerdict {
        let connection: Connection
        do { connection = try await Connection(patient(parameters)) } catch {
            return SourceVerdict(.error, .connectionError, "cannot connect to \(parameters): \(error)")
        }
        let facts = try await SourceFacts(from: connection)
        var verdict = try await judge(facts, await databases.isEmpty ? SourceFacts.extensions(of: connection) : [])
        await connection.close()
        verdict.major = facts.version.major
        verdict.tuning = facts.tuning
        guard verdict.status == .ok || verdict.status == .notice else { return verdict }
        return try await examineDatabases(databases, parameters, verdict)
    }

    private func examineDatabases(
        _ names: [String],
        _ parameters: ConnectionParameters,
        _ verdict: SourceVerdict
    ) async throws -> SourceVerdict {
        var verdict = verdict
        for name in names.prefix(Self.databaseLimit) {
            var place = patient(parameters)
            place.database = name
            do {
                let connection = try await Connection(place)
                let extensions = try await SourceFacts.extensions(of: connection)
                await connection.close()
                let installation = try await installation(verdict.major ?? 0)
                guard let problem = missing(extensions, in: name, from: installation) else { continue }
                (verdict.status, verdict.result, verdict.message) = (problem.status, problem.result, problem.message)
                return verdict
            } catch let error as PostgresError {
                let message = "the database \(name) cannot be verified: \(error)"
                (verdict.status, verdict.result, verdict.message) = (.warning, .unverifiedDatabase, message)
                return verdict
            }
        }
        if names.count > Self.databaseLimit {
            let rest = names.dropFirst(Self.databaseLimit).joined(separator: ", ")
            verdict.status = .notice
            verdict.result = .unverifiedDatabase
            verdict.message = "\(Self.databaseLimit) databases at most are verified; not: \(rest)"
        }
        return verdict
    }

    private func judge(_ facts: SourceFacts, _ extensions: [String]) async throws -> SourceVerdict {
        guard let installation = try? await installation(facts.version.major) else {
            return SourceVerdict(
                .warning,
                .unexploredImage,
                "PostgreSQL \(facts.version.major) or newer is not installed here: "
                    + "install the package postgresql-\(facts.version.major)"
            )
        }
        let locales = facts.collations.filter { $0.isLibrarys && !InstalledLocales.contains($0.locale) }
        if let missing = locales.first {
            return SourceVerdict(
                .warning,
                .missingLocale,
                "the locale \(missing.locale) of the database \(missing.database) is missing here: install it "
                    + "(package locales, or locales-all)"
            )
        }
        if let problem = missing(extensions, in: nil, from: installation) { return problem }
        let libraries = facts.preloadLibraries.missing(from: installation)
        if !libraries.isEmpty {
            return SourceVerdict(
                .warning,
                .missingExtension,
                "preloaded libraries of the source are missing here: \(libraries.joined(separator: ", ")); "
                    + "clones start without them"
            )
        }
        return accepted(facts, installation)
    }

    private func accepted(_ facts: SourceFacts, _ installation: PostgresInstallation) -> SourceVerdict {
        let message = "Database ready for dump and restore"
        let notes = notes(facts, installation)
        guard notes.isEmpty else {
            return SourceVerdict(.notice, .ok, ([message] + notes).joined(separator: "; "))
        }
        return SourceVerdict(.ok, .ok, message)
    }

    private func missing(
        _ extensions: [String],
        in database: String?,
        from installation: PostgresInstallation
    ) -> SourceVerdict? {
        guard let present = installation.extensions else { return nil }
        let missing = extensions.filter { !present.contains($0) }
        guard !missing.isEmpty else { return nil }
        let place = database.map { " of the database \($0)" } ?? ""
        return SourceVerdict(
            .warning,
            .missingExtension,
            "extensions\(place) are missing here for PostgreSQL \(installation.major): "
                + missing.joined(separator: ", ")
        )
    }

    // MARK: Proposal

    private func sketch(_ parameters: ConnectionParameters) async throws -> SourceSketch {
        let connection = try await Connection(patient(parameters))
        let facts = try await SourceFacts(from: connection)
        await connection.close()
        let installation = try? await installation(facts.version.major)
        let missing = installation.map { facts.preloadLibraries.missing(from: $0) } ?? facts.preloadLibraries.names
        let memory = MachineMemory.bytes
        return SourceSketch(
            host: parameters.host ?? "localhost",
            port: parameters.port,
            user: parameters.user,
            database: parameters.database,
            provider: SourceProvider(
                host: parameters.host ?? "",
                databases: facts.allDatabases,
                settings: facts.settingPrefixes
            ),
            major: facts.version.major,
            collationVersion: facts.collations.first { !$0.version.isEmpty }?.version ?? "",
            databases: facts.databases,
            sharedBuffers: MachineMemory.sharedBuffers(of: memory),
            knowsMemory: memory != nil,
            preloadLibraries: facts.preloadLibraries.removing(missing).names,
            tuning: facts.tuning,
            installedMajor: installation?.major,
            warnings: warnings(facts, installation, missing)
        )
    }

    private func warnings(
        _ facts: SourceFacts,
        _ installation: PostgresInstallation?,
        _ missing: [String]
    ) -> [String] {
        guard let installation else {
            return [
                "PostgreSQL \(facts.version.major) is not installed here: install postgresql-\(facts.version.major)"
            ]
        }
        var result = notes(facts, installation)
        if !missing.isEmpty {
            result.append("preloaded libraries that are not installed here: \(missing.joined(separator: ", "))")
        }
        let locales = Set(facts.collations.filter { $0.isLibrarys }.map(\.locale)).filter {
            !InstalledLocales.contains($0)
        }
        if !locales.isEmpty { result.append("missing locales: \(locales.sorted().joined(separator: ", "))") }
        return result
    }

    private func notes(_ facts: SourceFacts, _ installation: PostgresInstallation) -> [String] {
        var notes: [String] = []
        if installation.major != facts.version.major {
            notes.append("PostgreSQL \(facts.version.major) is restored into \(installation.major)")
        }
        let here = InstalledLocales.libraryVersion
        let there = Set(facts.collations.filter { $0.isLibrarys && !$0.version.isEmpty }.map(\.version))
        if let version = there.first(where: { !here.isEmpty && $0 != here }) {
            notes.append("the source sorts as glibc \(version), this machine as \(here): the order of texts may differ")
        }
        return notes
    }

    // MARK: Parts

    private func installation(_ major: Int) async throws -> PostgresInstallation {
        try await .forSource(major: major, searchPaths: searchPaths)
    }

    private func patient(_ parameters: ConnectionParameters) -> ConnectionParameters {
        var parameters = parameters
        parameters.connectTimeout = min(max(parameters.connectTimeout, 1), 5)
        // Poolers refuse start-up options.
        parameters.settings = [:]
        return parameters
    }

    private struct TimedOut: Error, CustomStringConvertible {
        var description: String { "no answer within 10 s" }
    }

    private func limited<Value: Sendable>(_ body: @Sendable @escaping () async throws -> Value) async throws -> Value {
        try await limitingTime(to: Self.timeLimit, failure: TimedOut(), body)
    }
}
