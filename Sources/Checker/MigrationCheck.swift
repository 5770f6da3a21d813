package import API
package import CheckerSettings
import FoundationEssentials
import Logging

/// Checks migrations: source, clone, observation, commands, verdict; as a client of an engine.
package struct MigrationCheck: Sendable {
    package let configuration: CheckerConfiguration
    /// How the engine is reached.
    package var engine: ClientConfiguration {
        ClientConfiguration(
            url: configuration.engineURL,
            token: configuration.engineToken,
            requestTimeout: .seconds(300)
        )
    }
    private let slots: CheckSlots
    private let logger = Logger(label: "dblab.ci")

    package init(_ configuration: CheckerConfiguration) {
        self.configuration = configuration
        slots = CheckSlots(configuration.mostChecks)
    }

    /// Checks one migration; what it made on the way goes again, also on failure.
    /// - Throws: ``CheckerError``, or what the engine's client throws.
    package func run(_ request: MigrationRequest) async throws -> MigrationResult {
        let plan = try MigrationPlan(request, configuration)
        return try await slots.with {
            let name = "ci-" + UUID().uuidString.lowercased()
            let workspace = try Workspace(name, configuration)
            defer { workspace.remove() }
            try await workspace.fill(from: plan.source)
            return try await Client.with(engine) { client in
                try await run(
                    request,
                    plan,
                    CommandRunner(configuration: configuration.runner, workspace: workspace),
                    name,
                    client
                )
            }
        }
    }

    private func run(
        _ request: MigrationRequest,
        _ plan: MigrationPlan,
        _ runner: CommandRunner,
        _ cloneID: String,
        _ client: Client
    ) async throws -> MigrationResult {
        var isKept = false
        do {
            let result = try await check(request, plan, runner, cloneID, client)
            isKept = request.keepClone
            if !isKept { await destroy(cloneID) }
            return result
        } catch {
            if !isKept { await destroy(cloneID) }
            throw error
        }
    }

    private func check(
        _ request: MigrationRequest,
        _ plan: MigrationPlan,
        _ runner: CommandRunner,
        _ cloneID: String,
        _ client: Client
    ) async throws -> MigrationResult {
        let password = UUID().uuidString + UUID().uuidString
        let clone = try await client.createClone(
            CloneCreateRequest(
                id: cloneID,
                db: .init(username: plan.username, password: password, restricted: true, databaseName: plan.database)
            ),
            wait: .seconds(600)
        )
        guard clone.status.code == .ok else {
            throw CheckerError(.unavailable, "the clone did not become ready: \(clone.status.message)")
        }
        let start = ObservationStartRequest(
            cloneID: clone.id,
            config: request.observationConfig,
            tags: Self.tags(request, clone, try await client.version()),
            databaseName: plan.database
        )
        _ = try await client.startObservation(start)
        let commands = try await runner.run(plan, connection: connection(to: clone, plan, password))
        let failed = commands.contains { !$0.isSuccess }
        let session = try await client.stopObservation(ObservationStopRequest(cloneID: clone.id, overallError: failed))
        let summary = try await client.observationSummary(clone: clone.id, session: session.sessionID)
        var result = MigrationResult(cloneID: clone.id, session: session, commands: commands)
        result.report = MigrationReport(request, result, summary).markdown
        return result
    }

    /// Where commands find the clone.
    private func connection(to clone: Clone, _ plan: MigrationPlan, _ password: String) -> [String: String] {
        let isHere = ["", "localhost", "127.0.0.1"].contains(clone.db.host)
        let engine = URL(string: configuration.engineURL)?.host() ?? "localhost"
        return [
            "PGHOST": isHere ? engine : clone.db.host, "PGPORT": clone.db.port, "PGUSER": plan.username,
            "PGPASSWORD": password, "PGDATABASE": plan.database,
        ]
    }

    /// Shielded from cancellation: the clone must not stay.
    private func destroy(_ cloneID: String) async {
        await Task { [engine, logger] in
            do {
                try await Client.with(engine) { try await $0.destroyClone(cloneID, wait: .seconds(120)) }
            } catch let error as APIError where error.isNotFound {
                return
            } catch { logger.warning("clone \(cloneID) not destroyed: \(error)") }
        }.value
    }

    private static func tags(_ request: MigrationRequest, _ clone: Clone, _ version: EngineVersion) -> [String: String]
    {
        let source = request.source ?? MigrationRequest.Source()
        return [
            "launched_by": request.username, "username_full": request.usernameFull,
            "username_link": request.usernameLink, "revision": source.commit, "revision_link": source.commitLink,
            "request_link": source.requestLink, "branch": source.branch, "branch_link": source.branchLink,
            "diff_link": source.diffLink, "data_state_at": clone.snapshot?.dataStateAt.description ?? "",
            "dle_version": version.version,
        ]
    }
}
