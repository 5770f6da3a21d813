import Engine
import Foundation
import Logging
import Runtime
import RuntimeConformance
import ServiceLifecycle
import Storage
import StorageConformance
import SystemPackage
import Testing

/// Measuring in the background, of a real pool.
@Suite struct StatusSurveyTests {
    @Test func poolsAndReadyClonesAreMeasured() async throws {
        try await with { laboratory, catalog, survey, status in
            let clone = try await Self.addClone("a", to: catalog, in: laboratory, content: "12345")
            let unfinished = try catalog.insertClone(
                Fixture.request("b"),
                of: clone.snapshot,
                ports: Fixture.ports(10, from: 46_800)
            )
            await survey.measure()
            #expect(status.space(ofPool: "pool").map { $0.size > $0.free && $0.free > 0 } == true)
            #expect(status.usage(ofClone: clone.uid).map { $0.logical >= 5 } == true)
            #expect(status.usage(ofClone: unfinished.uid) == nil)
        }
    }

    @Test func whatIsKnownIsMeasuredAgainOnlyWithEverything() async throws {
        try await with { laboratory, catalog, survey, status in
            let clone = try await Self.addClone("a", to: catalog, in: laboratory, content: "12345")
            await survey.measure()
            let before = try #require(status.usage(ofClone: clone.uid))
            try await laboratory.pool.driver.directory(of: clone.dataset(revision: 1)).appending("more")
                .write(String(repeating: "x", count: 100_000))
            await survey.measure(everything: false)
            #expect(status.usage(ofClone: clone.uid) == before)
            await survey.measure()
            #expect(status.usage(ofClone: clone.uid).map { $0.logical >= before.logical + 100_000 } == true)
        }
    }

    @Test func whatCannotBeMeasuredHidesNothingElse() async throws {
        try await with { laboratory, catalog, survey, status in
            let lost = try await Self.addClone("lost", to: catalog, in: laboratory, content: "1")
            let kept = try await Self.addClone("kept", to: catalog, in: laboratory, content: "1")
            try await laboratory.pool.driver.removeDataset(lost.dataset(revision: 1))
            await survey.measure()
            #expect(status.usage(ofClone: lost.uid) == nil)
            #expect(status.usage(ofClone: kept.uid) != nil)
        }
    }

    @Test func aNewCloneIsMeasuredSoon() async throws {
        try await with { laboratory, catalog, survey, status in
            let group = ServiceGroup(configuration: .init(services: [survey], logger: Logger(label: "test")))
            try await withThrowingTaskGroup { tasks in
                tasks.addTask { try await group.run() }
                let clone = try await Self.addClone("a", to: catalog, in: laboratory, content: "1")
                while status.usage(ofClone: clone.uid) == nil { await Task.yield() }
                await group.triggerGracefulShutdown()
                try await tasks.waitForAll()
            }
        }
    }

    @Test func whatServersTakeIsMeasured() async throws {
        try await CrashScene.with(.copy) { scene in
            let engine = try await scene.engine()
            let clone = try await engine.readyClone("a")
            let status = StatusSource()
            let survey = StatusSurvey(
                catalog: engine.catalog,
                pools: engine.pools,
                runtime: engine.runtime,
                status: status
            )
            await survey.measure(everything: false)
            #expect(status.load(ofClone: clone.uid) == nil)
            await survey.measure()
            #expect(status.load(ofClone: clone.uid).map { $0.memory > 1 << 20 && $0.processors == 0 } == true)
        }
    }

    private func with(
        _ body: (RecoveryLaboratory, Catalog, StatusSurvey, StatusSource) async throws -> Void
    ) async throws {
        try await RecoveryLaboratory.with { laboratory in
            let catalog = try Fixture.catalog()
            let status = StatusSource()
            let survey = try StatusSurvey(
                catalog: catalog,
                pools: Pools(selected: laboratory.pool),
                runtime: NativeRuntime(
                    directory: laboratory.root.appending("servers"),
                    account: ClusterTemplate.account
                ),
                status: status,
                interval: .seconds(600),
                pause: .zero
            )
            try await catalog.insertSnapshot(laboratory.makeSnapshot("pool@snapshot_20260101000000", dataset: "base-a"))
            try await body(laboratory, catalog, survey, status)
        }
    }

    /// A clone with a file, that is ready.
    private static func addClone(
        _ id: String,
        to catalog: Catalog,
        in laboratory: RecoveryLaboratory,
        content: String
    ) async throws -> Clone {
        let snapshot = try #require(try catalog.latestSnapshot())
        let clone = try catalog.insertClone(
            Fixture.request(id),
            of: snapshot.id,
            ports: Fixture.ports(10, from: 46_800)
        )
        let name = try clone.dataset(revision: 1)
        try await laboratory.pool.driver.createClone(name, of: snapshot.name)
        try await laboratory.pool.driver.directory(of: name).appending("file").write(content)
        try catalog.updateClone(id, event: "clone.ready") {
            $0.phase = .ready
            $0.provisionedRevision = 1
        }
        return clone
    }
}
