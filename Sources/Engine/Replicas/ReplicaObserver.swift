import FoundationEssentials
import Postgres
import Runtime
import Storage
import SystemPackage

/// Looks at what is really there of a replica.
struct ReplicaObserver: Sendable {
    let parts: Replicas

    /// - Throws: when it cannot be told; nothing may then be concluded.
    func observe(_ replica: Replica) async throws -> ReplicaObservation {
        let driver = try parts.pools.pool(replica.pool).driver
        let server = try await parts.runtime.state(of: replica.server)
        var result = ReplicaObservation(hasDataset: try await driver.contains(replica.dataset), server: server)
        guard replica.intent == .running else {
            let dataset = try replica.dataset
            if result.hasDataset {
                result.holdsSnapshots = try await driver.inventory().snapshots.contains { $0.dataset == dataset }
            }
            return result
        }
        guard let plan = parts.plan.value.replica, result.hasDataset, replica.isRestored else { return result }
        let settings = try await parts.settings(of: replica, plan)
        result.isOutdated = try settings.fingerprint() != replica.fingerprint
        await look(at: replica, plan, server, &result)
        return result
    }

    private func look(
        at replica: Replica,
        _ plan: ReplicaPlan,
        _ server: ServerState?,
        _ result: inout ReplicaObservation
    ) async {
        var reading: ReplicaReading?
        if server == .running { reading = try? await parts.reading(of: replica, plan) }
        var complaint: ReplicaComplaint?
        if let id = try? replica.server, reading?.isStreaming != true {
            complaint = ReplicaComplaint(log: await parts.runtime.logTail(of: id, lines: 40))
        }
        await lookForGap(of: replica, plan, reading)
        let view = parts.gauge.note(
            replica.uid,
            server: server,
            reading: reading,
            complaint: complaint,
            isHopeless: { Self.hopelessness(of: $0, plan) != nil }
        )
        result.isPaused = reading?.isPaused == true
        result.lacksSlot = replica.slot != nil && (complaint == .slotMissing || complaint == .slotLost)
        // A line of the log may be older than what has just mended it.
        if view.hopelessCount >= 3 { result.hopelessness = Self.hopelessness(of: view, plan) }
    }

    /// A standby that waits for its archive says nothing, whatever it waits for; so the archive is asked now and then.
    private func lookForGap(of replica: Replica, _ plan: ReplicaPlan, _ reading: ReplicaReading?) async {
        guard let reading, !reading.isStreaming, let file = reading.awaitedFile,
            parts.gauge.isStuck(replica.uid, at: reading.position, for: plan.interval * 12),
            let directory = try? await parts.dataDirectory(of: replica),
            let command = try? plan.restoreCommand(directory)
        else { return }
        let probe = ArchiveProbe(
            command: command,
            environment: plan.environment,
            account: parts.account,
            dataDirectory: directory,
            scratch: parts.directory.appending("probe-\(replica.uid)")
        )
        parts.gauge.noteGap(replica.uid, await probe.missing(from: file))
    }

    /// Why a standby will never get on by itself; `nil` if it does, or may.
    static func hopelessness(of view: ReplicaGauge.View, _ plan: ReplicaPlan) -> String? {
        if view.reading?.isInRecovery == false { return "its server is no standby any more" }
        guard view.reading?.isStreaming != true, let complaint = view.complaint else { return nil }
        let hasArchive = (plan.restore.tool ?? .pgBasebackup) != .pgBasebackup
        switch complaint {
        case .otherSystem, .forked: return complaint.message
        case .logRemoved, .archiveGap:
            // The archive may still have it, or get it.
            let isPatient = hasArchive && ContinuousClock.now - view.movedAt < plan.patience
            return isPatient ? nil : complaint.message
        case .slotMissing, .slotLost, .diskFull, .other: return nil
        }
    }
}
