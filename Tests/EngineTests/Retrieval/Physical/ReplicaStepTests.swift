import Engine
import Runtime
import Testing

/// The whole behaviour of standbys: what is wanted × what is there → what is done.
@Suite struct ReplicaStepTests {
    private static func replica(
        intent: Replica.Intent = .running,
        isRestored: Bool = true,
        slot: String? = "dblab",
        phase: Replica.Phase = .running
    ) -> Replica {
        var replica = Replica(pool: "pool", slot: slot)
        (replica.intent, replica.isRestored, replica.phase) = (intent, isRestored, phase)
        return replica
    }

    @Test(
        arguments: [
            (replica(), ReplicaObservation(server: .running), nil),
            (replica(isRestored: false, phase: .restoring), ReplicaObservation(hasDataset: false), nil),
            (replica(phase: .broken), ReplicaObservation(hopelessness: "x"), nil),
            (replica(), ReplicaObservation(), .startServer),
            (replica(), ReplicaObservation(server: .stopped), .startServer),
            (replica(phase: .starting), ReplicaObservation(server: .starting), nil),
            (replica(phase: .starting), ReplicaObservation(server: .running), .announce),
            (replica(), ReplicaObservation(server: .running, isOutdated: true), .stopServer),
            (replica(), ReplicaObservation(server: .running, isPaused: true), .stopServer),
            (replica(), ReplicaObservation(server: .running, lacksSlot: true), .makeSlot),
            (replica(), ReplicaObservation(server: .running, hopelessness: "x"), .giveUp),
            (replica(), ReplicaObservation(hasDataset: false), .giveUp),
            (replica(intent: .absent), ReplicaObservation(server: .running), .stopServer),
            (replica(intent: .absent, slot: nil), ReplicaObservation(holdsSnapshots: true), nil),
            (replica(intent: .absent), ReplicaObservation(holdsSnapshots: true), .dropSlot),
            (replica(intent: .absent, slot: nil), ReplicaObservation(), .removeDataset),
            (replica(intent: .absent, slot: nil), ReplicaObservation(hasDataset: false), .forget),
        ] as [(Replica, ReplicaObservation, ReplicaStep?)]
    )
    func nextStep(replica: Replica, observed: ReplicaObservation, step: ReplicaStep?) {
        #expect(replica.nextStep(observing: observed) == step)
    }

    @Test(
        arguments: [
            (
                "FATAL:  could not receive data from WAL stream: ERROR:  requested WAL segment 01 has already been removed",
                .logRemoved
            ),
            ("FATAL:  could not start WAL streaming: ERROR:  replication slot \"a\" does not exist", .slotMissing),
            ("ERROR:  cannot read from replication slot \"a\"", .slotLost),
            ("FATAL:  database system identifier differs between the primary and standby", .otherSystem),
            (
                "LOG:  new timeline 2 forked off current database system timeline 1 before current recovery point 0/3",
                .forked
            ),
            ("PANIC:  could not write to file \"pg_wal/x\": No space left on device", .diskFull),
            (
                "2026 [1] FATAL:  password authentication failed for user \"x\"",
                .other("password authentication failed for user \"x\"")
            ),
            ("LOG:  started streaming WAL from primary", nil),
        ] as [(String, ReplicaComplaint?)]
    )
    func complaint(line: String, expected: ReplicaComplaint?) {
        #expect(ReplicaComplaint(log: ["LOG:  before", line, "LOG:  waiting for WAL to become available"]) == expected)
    }

    @Test func theLastComplaintCounts() {
        let log = [
            "ERROR: requested WAL segment 1 has already been removed", "FATAL:  the database system is shutting down",
        ]
        #expect(ReplicaComplaint(log: log) == .other("the database system is shutting down"))
    }
}
