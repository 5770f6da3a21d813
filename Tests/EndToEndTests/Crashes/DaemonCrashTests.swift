import API
import StorageConformance
import Testing

extension EndToEnd {
    /// SIGKILL at every place; the next daemon on the same disk brings everything to the same end.
    @Suite struct DaemonCrashTests {
        @Test(arguments: DeadlyOperation.allCases)
        func everyPlaceLeadsToTheSameEnd(of operation: DeadlyOperation) async throws {
            try await Site.with { site in
                let first = try await site.startWithSnapshot()
                try await first.createClone("bystander")
                try await first.execute(Shop.damage, in: "bystander")
                try await first.createClone("reference")
                let whole = try await first.checksum(of: "reference")
                try await first.client.destroyClone("reference", wait: .seconds(60))
                let witness = try await CloneWitness("bystander", of: first)
                let before = try await first.state()
                await first.kill()
                for place in operation.places {
                    let trial = DeadlyTrial(site: site, operation: operation, place: place, checksum: whole)
                    try await trial.run(witness: witness, restingState: before)
                }
            }
        }

        @Test
        func everyPlaceOfARefreshLeavesTheLastSnapshotAlone() async throws {
            try await Site.with(.btrfs, .init(expectedComplaints: ["refresh interrupted"])) { site in
                let first = try await site.startWithSnapshot()
                try await first.createClone("bystander")
                let witness = try await CloneWitness("bystander", of: first)
                let before = try await first.state()
                await first.kill()
                for place in DeadlyOperation.refreshPlaces {
                    let comment: Comment = "killed at \(place)"
                    let doomed = try await site.start(failpoint: place)
                    _ = try? await doomed.client.startRefresh()
                    await doomed.expectDeath(comment)
                    let next = try await site.start()
                    try await next.waitUntilCleared()
                    let after = try await next.state()
                    #expect(after == before, "\(comment): \(after) instead of \(before)")
                    try await witness.expectUnchanged(by: next, comment)
                    await next.kill()
                }
            }
        }
    }
}

/// What a user asks, and the places where the daemon is killed meanwhile.
enum DeadlyOperation: String, CaseIterable, Sendable {
    case create, reset, destroy, deleteSnapshot

    private var steps: [String] {
        switch self {
        case .create: ["createDataset", "startServer", "provision"]
        case .reset: ["createDataset", "startServer", "provision", "removeStaleDatasets"]
        case .destroy: ["stopServer", "removeDataset", "forget"]
        case .deleteSnapshot: []
        }
    }

    var places: [String] {
        switch self {
        case .deleteSnapshot:
            [
                "snapshot.removeSnapshot.before", "snapshot.removeDataset.before", "snapshot.forget.before",
                "snapshot.forget.after",
            ]
        default: steps.flatMap { ["clone.\($0).before", "clone.\($0).after"] }
        }
    }

    /// Of a refresh whose end is not reached: nothing of it may stay.
    static let refreshPlaces = [
        "refresh.dataset.before", "refresh.restore.before", "refresh.restore.created", "refresh.restore.preData",
        "refresh.restore.data", "refresh.restore.after", "refresh.finish.passwords", "refresh.finish.stopped",
        "refresh.finish.rehearsed",
        "refresh.snapshot.before", "refresh.snapshot.after",
    ]
}

/// One operation, during which the daemon is killed at one place.
private struct DeadlyTrial {
    let site: Site
    let operation: DeadlyOperation
    let place: String
    let checksum: String
    private let id = "victim"

    private var comment: Comment { "\(operation) killed at \(place)" }

    func run(witness: CloneWitness, restingState: SiteState) async throws {
        let original = try await prepare()
        let doomed = try await site.start(failpoint: place)
        await ask(doomed, original)
        await doomed.expectDeath(comment)
        let next = try await site.start()
        try await expectTheEnd(next, original)
        try await witness.expectUnchanged(by: next, comment)
        if operation == .create || operation == .reset {
            try await next.client.destroyClone(id, wait: .seconds(60))
        }
        let state = try await next.state()
        #expect(state == restingState, "\(comment): \(state) instead of \(restingState)")
        await next.kill()
    }

    private func prepare() async throws -> API.Clone? {
        guard operation != .create else { return nil }
        let daemon = try await site.start()
        var clone: API.Clone?
        if operation == .deleteSnapshot {
            try await daemon.refresh()
        } else {
            clone = try await daemon.createClone(id)
            try await daemon.execute(Shop.damage, in: id)
        }
        await daemon.kill()
        return clone
    }

    /// The answer is lost together with the daemon.
    private func ask(_ daemon: Daemon, _ original: API.Clone?) async {
        switch operation {
        case .create: _ = try? await daemon.client.createClone(daemon.request(id), wait: .seconds(60))
        case .reset: try? await daemon.client.resetClone(id, wait: .seconds(60))
        case .destroy: try? await daemon.client.destroyClone(id, wait: .seconds(60))
        case .deleteSnapshot:
            guard let newest = try? await daemon.client.snapshots().first else { return }
            _ = try? await daemon.client.deleteSnapshot(newest.id)
        }
    }

    private func expectTheEnd(_ daemon: Daemon, _ original: API.Clone?) async throws {
        switch operation {
        case .create, .reset:
            let clone = try #require(try await daemon.settled(id), comment)
            #expect(clone.status.code == .ok, comment)
            #expect(try await daemon.checksum(of: id) == checksum, comment)
            if let original { #expect(clone.db == original.db && clone.revision == 2, comment) }
        case .destroy: #expect(try await daemon.settled(id) == nil, comment)
        case .deleteSnapshot: try await daemon.waitUntilOneSnapshotIsLeft()
        }
    }
}
