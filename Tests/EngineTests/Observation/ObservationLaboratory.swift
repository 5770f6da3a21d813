import Engine
import Foundation
import Logging
import Postgres
import StorageConformance
import SystemPackage
import Testing

/// An engine with a ready clone whose sessions of observation go on by themselves.
struct ObservationLaboratory: Sendable {
    let engine: CrashEngine
    let store: ArtifactStore
    let queue = WorkQueue<Int64>()
    static let clone = "observed"

    init(_ scene: CrashScene) async throws {
        engine = try await scene.engine()
        store = ArtifactStore(directory: scene.directory.appending("observations"))
    }

    var service: ObservationService {
        ObservationService(
            catalog: engine.catalog,
            runtime: engine.runtime,
            policy: engine.policy,
            store: store,
            queue: queue
        )
    }

    var reconciler: ObservationReconciler {
        ObservationReconciler(
            catalog: engine.catalog,
            runtime: engine.runtime,
            policy: engine.policy,
            store: store,
            mask: TextMask(["s3cret": "***"])
        )
    }

    /// Runs `body` with a ready clone and a worker.
    static func with(_ body: @Sendable (ObservationLaboratory) async throws -> Void) async throws {
        try await CrashScene.with(.copy) { scene in
            let laboratory = try await ObservationLaboratory(scene)
            _ = try await laboratory.engine.readyClone(clone)
            let worker = ObservationWorker(
                catalog: laboratory.engine.catalog,
                queue: laboratory.queue,
                reconciler: laboratory.reconciler
            )
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask { try await worker.run() }
                defer { group.cancelAll() }
                try await body(laboratory)
            }
        }
    }

    func request(lock: Int = 60, duration: Int = 600, allowsLogErrors: Bool = false) throws -> ObservationRequest {
        let settings = try ObservationSettings(
            interval: 1,
            maxLockDuration: lock,
            maxDuration: duration,
            allowsLogErrors: allowsLogErrors
        )
        return try ObservationRequest(clone: Self.clone, settings: settings, tags: ["branch": "main"])
    }

    /// Waits for an event of a session.
    func eventually(_ kind: String, of session: Int64) async throws {
        let feed = EventFeed(catalog: engine.catalog)
        for try await event in try feed.events(after: 0, subject: "observation:\(session)") where event.kind == kind {
            return
        }
    }

    func stop(hasOverallError: Bool = false) async throws -> ObservationReport {
        try await service.stop(clone: Self.clone, hasOverallError: hasOverallError)
    }

    /// The rows of an artifact.
    func artifact(_ type: ArtifactType, of session: Int64) throws -> [[String: Any]] {
        let data = try service.artifact(type.rawValue, clone: Self.clone, session: session)
        return try #require(try JSONSerialization.jsonObject(with: data) as? [[String: Any]])
    }
}
