import Engine
import Foundation
import Postgres
import Testing

/// Sessions on real clones.
@Suite struct ObservationSessionTests {
    private typealias Laboratory = ObservationLaboratory

    @Test func calmWorkPasses() async throws {
        try await Laboratory.with { laboratory in
            let started = try await laboratory.service.start(try laboratory.request())
            #expect(started.observation.state == .running && started.observation.tags == ["branch": "main"])
            try await laboratory.engine.execute(
                "CREATE TABLE public.more AS SELECT n FROM generate_series(1, 10000) n; SELECT count(*) FROM public.more",
                in: Laboratory.clone
            )
            let report = try await laboratory.stop()
            #expect(report.verdict.isPassed && report.verdict.hasNoLogErrors && report.verdict.totalIntervals >= 1)
            let session = report.observation.number
            let facts = report.observation.facts
            #expect(facts.finalSize > facts.initialSize && facts.initialSize > 0)
            #expect(facts.objects.count > 0 && facts.objects.total >= facts.objects.tables)
            #expect(try laboratory.artifact(.statDatabase, of: session).first?["datname"] as? String == "postgres")
            let tables = try laboratory.artifact(.statUserTables, of: session)
            #expect(tables.contains { $0["relname"] as? String == "more" })
            #expect(!tables.contains { $0["relname"] as? String == "goods" }, "only what was touched in the session")
            #expect(try laboratory.artifact(.objectsSize, of: session).contains { $0["table"] as? String == "more" })
            #expect(try laboratory.artifact(.logErrors, of: session).isEmpty)
            #expect(throws: EngineError.self) {
                _ = try laboratory.service.artifact("pg_stat_kcache", clone: Laboratory.clone, session: session)
            }
            let again = try await laboratory.stop(hasOverallError: true)
            #expect(again.observation == report.observation, "what is over stays as it is")
        }
    }

    @Test func longLocksAndStatementsAreSeen() async throws {
        try await Laboratory.with { laboratory in
            let started = try await laboratory.service.start(try laboratory.request(lock: 1))
            let session = started.observation.number
            let work = Task {
                try await laboratory.engine.value(
                    "DO $$ BEGIN LOCK TABLE public.goods IN ACCESS EXCLUSIVE MODE; PERFORM pg_sleep(600), 's3cret'; END $$",
                    in: Laboratory.clone
                )
            }
            try await laboratory.eventually("observation.warning", of: session)
            work.cancel()
            _ = await work.result
            let report = try await laboratory.stop()
            #expect(!report.verdict.isPassed && !report.verdict.hasNoLongDangerousLocks)
            #expect(report.verdict.overallSuccess && report.verdict.isDurationAcceptable)
            let warning = try #require(report.intervals.first { $0.hasWarning }?.warning)
            #expect(
                warning.contains("goods") && warning.contains("AccessExclusiveLock") && warning.contains("LOCK TABLE")
            )
            #expect(!warning.contains("s3cret"))
            #expect(report.observation.facts.longestQuery >= 1)
            let queries = try laboratory.artifact(.longQueries, of: session)
            #expect((queries.first?["query"] as? String)?.contains("pg_sleep(600), '***'") == true)
        }
    }

    @Test(arguments: [true, false])
    func errorsInTheLogAreCounted(areAllowed: Bool) async throws {
        try await Laboratory.with { laboratory in
            await #expect(throws: PostgresError.self) {
                try await laboratory.engine.value("SELECT 1/0", in: Laboratory.clone)
            }
            let request = try laboratory.request(allowsLogErrors: areAllowed)
            _ = try await laboratory.service.start(request)
            for statement in ["SELECT 's3cret'::int", "SELECT 's3cret'::int", "SELECT * FROM nowhere"] {
                await #expect(throws: PostgresError.self) {
                    try await laboratory.engine.value(statement, in: Laboratory.clone)
                }
            }
            let report = try await laboratory.stop()
            #expect(report.verdict.isPassed == areAllowed && !report.verdict.hasNoLogErrors)
            #expect(report.observation.facts.errorCount == 3)
            let errors = try laboratory.artifact(.logErrors, of: report.observation.number)
            #expect(
                errors.contains { $0["count"] as? Int == 2 && ($0["message"] as? String)?.contains("\"***\"") == true }
            )
        }
    }

    @Test func aSessionEndsWhenItsTimeIsOver() async throws {
        try await Laboratory.with { laboratory in
            let started = try await laboratory.service.start(try laboratory.request(duration: 1))
            try await laboratory.eventually("observation.finished", of: started.observation.number)
            let report = try await laboratory.stop()
            #expect(!report.verdict.isPassed && !report.verdict.isDurationAcceptable && report.verdict.overallSuccess)
        }
    }

    @Test func aSessionEndsWithItsClone() async throws {
        try await Laboratory.with { laboratory in
            let started = try await laboratory.service.start(try laboratory.request())
            let session = started.observation.number
            try await laboratory.engine.remove(Laboratory.clone)
            try await laboratory.eventually("observation.finished", of: session)
            let report = try await laboratory.stop()
            #expect(!report.verdict.isPassed && report.observation.ending?.contains("destroyed") == true)
            #expect(try laboratory.artifact(.logErrors, of: session).isEmpty, "its files outlive the clone")
        }
    }

    @Test func aSecondSessionTakesTheFirstOnesPlace() async throws {
        try await Laboratory.with { laboratory in
            let first = try await laboratory.service.start(try laboratory.request())
            let second = try await laboratory.service.start(try laboratory.request())
            try await laboratory.eventually("observation.finished", of: first.observation.number)
            let report = try laboratory.service.report(clone: Laboratory.clone, session: first.observation.number)
            #expect(report.observation.ending == "session \(second.observation.number) took its place")
            #expect(try await laboratory.stop(hasOverallError: true).verdict.overallSuccess == false)
        }
    }

    @Test func whatCannotBeObservedIsRefused() async throws {
        try await Laboratory.with { laboratory in
            var request = try laboratory.request()
            request.database = "nowhere"
            let noDatabase = await #expect(throws: EngineError.self) { _ = try await laboratory.service.start(request) }
            #expect(noDatabase?.code == .failedPrecondition && noDatabase?.message.contains("nowhere") == true)
            request.clone = "nobody"
            let noClone = await #expect(throws: EngineError.self) { _ = try await laboratory.service.start(request) }
            #expect(noClone?.code == .notFound)
            let noSession = await #expect(throws: EngineError.self) { _ = try await laboratory.stop() }
            #expect(noSession?.code == .notFound)
            #expect(try laboratory.engine.catalog.unfinishedObservations().isEmpty, "nothing is left of a refusal")
        }
    }
}
