import Engine
import Foundation
import StorageConformance
import SystemPackage
import Testing

/// A session is stopped at every place as by a crash, and goes on with the next engine.
@Suite struct ObservationCrashTests {
    @Test func everyPlaceIsSurvived() async throws {
        try await CrashScene.with(.copy) { scene in
            let laboratory = try await ObservationLaboratory(scene)
            _ = try await laboratory.engine.readyClone(ObservationLaboratory.clone)
            let all = Passages()
            #expect(try await !all.stop(at: nil) { try await runSession(laboratory) })
            let places = Set(all.places)
            #expect(places.isSuperset(of: ["observation.prepare.before", "observation.written.after"]))
            for place in places.sorted() where !place.hasPrefix("clone.") {
                let isCrash = try await Passages().stop(at: place) { try await runSession(laboratory) }
                #expect(isCrash, "\(place)")
                try await expectEnd(of: try await ObservationLaboratory(scene), after: place)
            }
            #expect(try laboratory.engine.catalog.unfinishedObservations().isEmpty)
        }
    }

    private func runSession(_ laboratory: ObservationLaboratory) async throws {
        let observation = try await laboratory.service.requestStart(try laboratory.request())
        try await laboratory.reconciler.reconcile(observation.number)
        _ = try laboratory.service.requestStop(clone: observation.clone, hasOverallError: false)
        try await laboratory.reconciler.reconcile(observation.number)
    }

    private func expectEnd(of next: ObservationLaboratory, after place: String) async throws {
        let observation = try #require(try next.engine.catalog.lastObservation(of: ObservationLaboratory.clone))
        try await next.reconciler.reconcile(observation.number)
        _ = try next.service.requestStop(clone: observation.clone, hasOverallError: false)
        try await next.reconciler.reconcile(observation.number)
        let report = try next.service.report(clone: observation.clone, session: observation.number)
        #expect(report.verdict.isPassed && report.observation.artifacts.contains("pg_stat_database"), "\(place)")
    }

    @Test func oldSessionsGo() async throws {
        try await CrashScene.with(.copy) { scene in
            let laboratory = try await ObservationLaboratory(scene)
            _ = try await laboratory.engine.readyClone(ObservationLaboratory.clone)
            for _ in 0..<3 { try await runSession(laboratory) }
            let sessions = try laboratory.engine.catalog.finishedObservations().map(\.number)
            try laboratory.reconciler.prune(keeping: 1)
            #expect(try laboratory.engine.catalog.finishedObservations().map(\.number) == Array(sessions.suffix(1)))
            let files = try FileManager.default.contentsOfDirectory(atPath: laboratory.store.directory.string)
            #expect(files == ["\(sessions[2])"])
            try laboratory.reconciler.prune(bytes: 0)
            #expect(try laboratory.engine.catalog.finishedObservations().isEmpty)
        }
    }
}
