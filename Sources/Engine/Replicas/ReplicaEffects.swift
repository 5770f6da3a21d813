import FoundationEssentials
import Glibc
import Logging
import Postgres
import Runtime
import Storage
import SystemPackage

/// Performs the steps of replicas; each may be repeated at any time.
struct ReplicaEffects: Sendable {
    let parts: Replicas
    private var catalog: Catalog { parts.catalog }
    private let logger = Logger(label: "dblab.replica")

    init(parts: Replicas) { self.parts = parts }

    func perform(_ step: ReplicaStep, on replica: Replica, observing actual: ReplicaObservation) async throws {
        switch step {
        case .startServer: try await start(replica)
        case .stopServer: try await parts.runtime.remove(replica.server, mode: .fast)
        case .makeSlot: try await makeSlot(of: replica)
        case .announce:
            try catalog.updateReplica(replica.id, event: "replica.running") {
                $0.phase = .running
                $0.failure = nil
            }
        case .giveUp: try giveUp(replica, actual.hopelessness ?? "its data are gone")
        case .dropSlot:
            await dropSlot(of: replica)
            try catalog.updateReplica(replica.id, event: nil) { $0.slot = nil }
        case .removeDataset: try await parts.pools.pool(replica.pool).driver.removeDataset(replica.dataset)
        case .forget:
            unlink(parts.passwordFile(of: replica).string)
            parts.gauge.forget(replica.uid)
            try catalog.deleteReplica(replica)
        }
    }

    private func start(_ replica: Replica) async throws {
        guard let plan = parts.plan.value.replica else { return }
        let settings = try await parts.settings(of: replica, plan)
        let data = settings.dataDirectory
        let installation = try await PostgresInstallation.find(
            forDataDirectory: data,
            searchPaths: plan.settings.searchPaths
        )
        let control = try await ControlData(ofDataDirectory: data, installation: installation, account: parts.account)
        try parts.writePassword(of: replica, settings.passwordText())
        try PhysicalLayout(dataDirectory: data, account: parts.account).set(.follow)
        let fingerprint = try settings.fingerprint()
        try catalog.updateReplica(replica.id, event: "replica.starting") {
            $0.phase = .starting
            $0.fingerprint = fingerprint
        }
        let specification = ServerSpecification(
            id: try replica.server,
            dataDirectory: data,
            port: Replicas.port,
            settings: try settings.all(control: control, major: installation.major),
            environment: plan.environment,
            // The whole directory, since the file is replaced when the password changes.
            readable: [settings.passwordFile.removingLastComponent()]
        )
        do { try await parts.runtime.start(specification) } catch let error as RuntimeError {
            // Log that must be replayed before anybody may connect can take longer than a start.
            guard error.code == .failedToStart, try await parts.runtime.state(of: replica.server) == .starting else {
                throw error
            }
        }
    }

    private func giveUp(_ replica: Replica, _ reason: String) throws {
        logger.warning("the standby cannot follow any more: \(reason)", metadata: ["replica": "\(replica.uid)"])
        try catalog.updateReplica(replica.id, event: "replica.broken", payload: ["reason": reason]) {
            $0.phase = .broken
            $0.failure = CloneFailure(step: "follow", message: reason, attempts: 1, retryAt: nil)
        }
    }
}

extension ReplicaEffects {
    /// Makes the slot anew; log that production has removed meanwhile is told of by the standby.
    private func makeSlot(of replica: Replica) async throws {
        guard let slot = replica.slot, let plan = parts.plan.value.replica else { return }
        let parameters = try plan.sourceParameters()
        try await PrimarySurvey(of: parameters).checkSlot(slot)
        let connection = try await Connection(parameters)
        _ = try await connection.query(
            """
            SELECT pg_catalog.pg_drop_replication_slot(slot_name) FROM pg_catalog.pg_replication_slots
            WHERE slot_name = $1 AND NOT active AND wal_status = 'lost'
            """,
            [slot]
        )
        if try await !isPresent(slot, connection) {
            _ = try await connection.query("SELECT pg_catalog.pg_create_physical_replication_slot($1, true)", [slot])
            logger.notice("the slot \(slot) is made anew", metadata: ["replica": "\(replica.uid)"])
            try catalog.updateReplica(replica.id, event: "replica.slotMade", payload: ["slot": slot]) { _ in }
        }
        await connection.close()
    }

    /// As far as the source can be reached: `max_slot_wal_keep_size` limits what a slot left behind can keep.
    private func dropSlot(of replica: Replica) async {
        guard let slot = replica.slot, let plan = parts.plan.value.replica else { return }
        do {
            let connection = try await Connection(try plan.sourceParameters())
            // The session of the standby ends a moment after it.
            for _ in 0..<50 where try await isPresent(slot, connection) {
                _ = try await connection.query(
                    """
                    SELECT pg_catalog.pg_drop_replication_slot(slot_name) FROM pg_catalog.pg_replication_slots
                    WHERE slot_name = $1 AND NOT active
                    """,
                    [slot]
                )
                try await Task.sleep(for: .milliseconds(100))
            }
            await connection.close()
        } catch {
            logger.notice("the slot \(slot) stays at the source: \(error)", metadata: ["replica": "\(replica.uid)"])
        }
    }
    private func isPresent(_ slot: String, _ connection: Connection) async throws -> Bool {
        try await !connection.query(
            "SELECT 1 FROM pg_catalog.pg_replication_slots WHERE slot_name = $1",
            [slot]
        ).isEmpty
    }
}
