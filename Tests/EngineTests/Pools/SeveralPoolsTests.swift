import Engine
import Runtime
import RuntimeConformance
import Storage
import SystemPackage
import Testing

/// Two pools, filled in turn; a clone follows the newest data from one into the other.
@Suite struct SeveralPoolsTests {
    @Test func refreshesTakeTurnsAndClonesFollow() async throws {
        try await RefreshLaboratory.with(source: [SourceContent.people]) { laboratory in
            let second = try CopyDriver(root: laboratory.directory.appending("second"))
            let pools = Self.pools(laboratory, second)
            let stages = try laboratory.transferStages()
            // One for each refresh, as after a restart: the requests of a service that was stopped are not served again.
            let service = {
                RefreshService(
                    catalog: laboratory.catalog,
                    pools: pools,
                    runtime: laboratory.runtime,
                    account: RefreshLaboratory.account,
                    stages: stages
                )
            }
            let block = try PortBlock()
            defer { block.release() }
            let range = try #require(PortRange(from: block.ports.lowerBound, to: block.ports.upperBound))
            let policy = CloningPolicy(ports: range, settings: ["shared_buffers": "16MB"])
            let engine = CrashEngine(
                catalog: laboratory.catalog,
                pools: pools,
                runtime: laboratory.runtime,
                policy: policy
            )
            let first = try await laboratory.refresh(service())
            try #require(first.pool == "first" && first.state == .finished, "\(first.failure ?? "")")
            _ = try engine.clones.create(Fixture.request("a"))
            try await engine.cloneReconciler.reconcile("a")
            try #require(try engine.clones.clone("a").phase == .ready)
            let other = try await laboratory.refresh(service())
            try #require(other.pool == "second" && other.state == .finished, "\(other.failure ?? "")")

            try await move("a", in: engine)
            let clone = try engine.clones.clone("a")
            #expect(clone.phase == .ready && clone.pool == "second" && clone.formerPools == nil)
            #expect(try await engine.value("SELECT count(*) FROM public.people", in: "a") != "0")
            #expect(try await laboratory.driver.inventory().datasets.count == 1, "nothing is left in the first pool")
            try await engine.remove("a")
            #expect(try await second.inventory().datasets.count == 1)
        }
    }

    /// Resets to the newest data, by engines that stop after each effect.
    private func move(_ id: Clone.ID, in engine: CrashEngine) async throws {
        _ = try engine.clones.reset(id, to: .latestSnapshot)
        for step in [CloneStep.createDataset, .startServer, .provision, .removeStaleDatasets] {
            let stopped = try await Passages().stop(at: "clone.\(step.rawValue).after") {
                try await engine.cloneReconciler.reconcile(id)
            }
            #expect(stopped, "\(step)")
        }
        try await engine.cloneReconciler.reconcile(id)
    }

    private static func pools(_ laboratory: RefreshLaboratory, _ second: CopyDriver) -> Pools {
        Pools(
            selected: StoragePool(
                name: "first",
                directory: laboratory.directory.appending("pool"),
                kind: .copy,
                driver: laboratory.driver
            ),
            others: [
                StoragePool(
                    name: "second",
                    directory: laboratory.directory.appending("second"),
                    kind: .copy,
                    driver: second
                )
            ],
            isPinned: false
        )
    }
}
