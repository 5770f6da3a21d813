import Engine
import Foundation
import Glibc
import Postgres
import RuntimeConformance
import Storage
import StorageConformance
import SystemPackage
import Testing

/// The engine stops at each place of each operation; the next one on the same disk brings it to the same end.
@Suite struct CloneCrashTests {
    @Test(arguments: [TestPool.Kind.btrfs])
    func everyPlaceLeadsToTheSameEnd(on kind: TestPool.Kind) async throws {
        try await CrashScene.with(kind) { scene in
            let first = try await scene.engine()
            let checksums = try await ShopChecksums(first)
            _ = try await first.readyClone("bystander")
            try await first.execute(Shop.damage, in: "bystander")
            let bystander = try await Witness("bystander", first)
            for operation in CrashOperation.all(on: kind) {
                for (number, place) in ([nil] + operation.places).enumerated() {
                    let trial = CrashTrial(
                        scene: scene,
                        checksums: checksums,
                        operation: operation,
                        id: "\(operation)\(number)"
                    )
                    try await trial.run(stoppingAt: place)
                    let comment: Comment = "\(operation) stopped at \(place ?? "no place")"
                    try await bystander.expectUnchanged(try await scene.engine(), comment)
                }
            }
        }
    }
}

/// One operation on one clone of its own, stopped at one place.
private struct CrashTrial {
    let scene: CrashScene
    let checksums: ShopChecksums
    let operation: CrashOperation
    let id: Clone.ID

    func run(stoppingAt place: String?) async throws {
        let before = try await scene.engine()
        let original = try await prepare(before)
        try await ask(before)
        let passages = Passages()
        let stopped = try await passages.stop(at: place) { try await before.cloneReconciler.reconcile(id) }
        #expect(stopped == (place != nil), "the way of \(operation) leads through \(place ?? "its end")")
        if place == nil { #expect(passages.places == operation.places) }

        let after = try await scene.engine()
        try await after.reconcileAll()
        try await expectTheEnd(after, original, "\(operation) stopped at \(place ?? "no place")")
        try await clear(after)
    }

    /// Brings the clone where the operation starts.
    private func prepare(_ engine: CrashEngine) async throws -> Clone? {
        guard operation != .create else { return nil }
        let clone = try await engine.readyClone(id)
        try await engine.execute(Shop.damage, in: id)
        return clone
    }

    private func ask(_ engine: CrashEngine) async throws {
        switch operation {
        case .create: _ = try engine.clones.create(Fixture.request(id, snapshot: CrashScene.snapshots[0]))
        case .reset: _ = try engine.clones.reset(id, to: .sameSnapshot)
        case .resetToAnotherSnapshot: _ = try engine.clones.reset(id, to: .latestSnapshot)
        case .destroy: try engine.clones.destroy(id)
        case .destroyBeforeReset:
            _ = try engine.clones.reset(id, to: .sameSnapshot)
            try engine.clones.destroy(id)
        case .revive: try await killServer(engine)
        }
    }

    private func killServer(_ engine: CrashEngine) async throws {
        let clone = try engine.clones.clone(id)
        let dataset = try await engine.pools.pool("test").driver.directory(of: clone.dataset(revision: clone.revision))
        let data = DatasetLayout.dataDirectory(in: dataset)
        let process = try PostmasterProcess.processID(inDataDirectory: data)
        try #require(kill(process, SIGKILL) == 0)
        while ProcessTable.workingDirectories(under: data.removingLastComponent()) != [] { await Task.yield() }
    }
}

extension CrashTrial {
    private func expectTheEnd(_ engine: CrashEngine, _ original: Clone?, _ comment: Comment) async throws {
        let clones = try engine.catalog.clones()
        #expect(clones.map(\.id).sorted() == ["bystander"] + (operation.endsInNothing ? [] : [id]), comment)
        #expect(clones.allSatisfy { $0.phase == .ready && $0.failure == nil }, comment)
        let actual = try await scene.state()
        #expect(try actual == scene.state(of: clones, snapshots: engine.catalog.snapshots()), comment)
        guard !operation.endsInNothing else { return }
        #expect(try await engine.value(Shop.checksum, in: id) == checksums.expected(after: operation), comment)
        guard let original, let clone = try engine.catalog.clone(id) else { return }
        #expect(clone.port == original.port && clone.verifier == original.verifier, comment)
        #expect(clone.revision == (operation == .revive ? 1 : 2), comment)
        #expect(
            try await engine.value("SELECT rolname FROM pg_authid WHERE rolname = 'neal'", in: id) == "neal",
            comment
        )
    }

    private func clear(_ engine: CrashEngine) async throws {
        if !operation.endsInNothing { try await engine.remove(id) }
    }
}
