import API
import Foundation
import StorageConformance
import SystemPackage
import Testing
import Tooling

extension EndToEnd {
    /// Migrations in a local directory, checked by the real checker against a real engine.
    @Suite struct CheckerTests {
        @Test func goodMigrationsPassAndBadOnesDoNot() async throws {
            try await Site.with(.btrfs, Site.Options(portCount: 20)) { site in
                let daemon = try await site.startWithSnapshot()
                let checker = try CheckerProgram(on: site)
                try await checker.run {
                    let good = try await checker.check("good", "ALTER TABLE public.orders ADD COLUMN note text;")
                    #expect(good.session?.result?.isPassed == true, "\(good.report)")
                    #expect(good.commands.map(\.status) == [0] && good.report.contains("✅ Database migration passed"))
                    #expect(try await daemon.client.clones().isEmpty, "the clone is gone")

                    let bad = try await checker.check("bad", "ALTER TABLE public.nothing ADD COLUMN note text;")
                    let checklist = bad.session?.result?.summary.checklist
                    #expect(checklist?.overallSuccess == false && checklist?.noLogErrors == false)
                    #expect(bad.commands.first?.output.contains("\"public.nothing\" does not exist") == true)
                    #expect(bad.report.contains("❌ Database migration failed"))

                    let slow = try await checker.check(
                        "slow",
                        "BEGIN; LOCK TABLE public.orders IN ACCESS EXCLUSIVE MODE; SELECT pg_sleep(4); COMMIT;"
                    )
                    #expect(slow.session?.result?.summary.checklist.noLongDangerousLocks == false)
                    #expect(slow.commands.map(\.status) == [0] && slow.session?.result?.isPassed == false)
                    try await expectArtifacts(of: bad, at: checker)
                    try await expectRefusals(by: checker)
                }
            }
        }

        @Test func aSessionGoesOnAfterARestart() async throws {
            try await Site.with { site in
                let first = try await site.startWithSnapshot()
                try await first.createClone("observed")
                let start = ObservationStartRequest(cloneID: "observed", config: .init(observationInterval: 1))
                let session = try await first.client.startObservation(start)
                await first.kill()
                let second = try await site.start()
                try await second.execute("CREATE TABLE public.more AS SELECT 1 AS n", in: "observed")
                let result = try await second.client.stopObservation(.init(cloneID: "observed"))
                #expect(result.sessionID == session.sessionID && result.result?.isPassed == true)
                let tables = try await second.client.observationArtifact(
                    "pg_stat_user_tables",
                    clone: "observed",
                    session: session.sessionID
                )
                #expect(String(decoding: tables, as: UTF8.self).contains("\"more\""))
                try await second.client.destroyClone("observed", wait: .seconds(60))
                let summary = try await second.client.observationSummary(clone: "observed", session: session.sessionID)
                #expect(summary.artifactTypes.contains("pg_stat_database"))
            }
        }

        private func expectArtifacts(of result: MigrationResult, at checker: CheckerProgram) async throws {
            let session = try #require(result.session)
            #expect(session.artifacts?.contains("log_errors") == true)
            let query = "artifact_type=log_errors&clone_id=\(result.cloneID)&session_id=\(session.sessionID)"
            let errors = try await checker.get("/artifact/download?\(query)")
            #expect(errors.status == 200 && errors.text.contains("does not exist"))
            let stop = try await checker.get("/artifact/stop?clone_id=\(result.cloneID)")
            #expect(stop.status == 404, "it is gone already")
        }

        private func expectRefusals(by checker: CheckerProgram) async throws {
            let open = try await checker.get("/healthz", token: nil)
            #expect(open.status == 200)
            #expect(try await checker.get("/artifact/stop", token: nil).status == 401)
            #expect(try await checker.get("/artifact/stop").text.contains("Clone ID must not be empty"))
            for (body, named) in [
                ("", "missing migration request"), ("{}", "source"), (#"{"source": {}}"#, "commands"),
                (#"{"source": {"directory": "/etc"}, "commands": ["psql"]}"#, "source.directory"),
                (#"{"source": {"owner": "o", "repo": "r"}, "commands": ["psql"]}"#, "source.ref"),
                (#"{"source": {}, "commands": ["a | b"]}"#, "commands[0]"),
            ] {
                let answer = try await checker.post("/migration/run", body)
                #expect(answer.status == 400 && answer.text.contains(named), "\(answer.text)")
            }
        }
    }
}
