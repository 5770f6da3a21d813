import API
import Testing

@testable import Checker

@Suite struct MigrationReportTests {
    @Test func theReportSaysWhatFailed() {
        var session = ObservationSession(sessionID: 7, config: .init(maxLockDuration: 5, maxDuration: 60))
        session.result = ObservationResult(
            status: "failed",
            intervals: [.init(duration: 10, warning: #"[{"relation": "orders"}]"#)],
            summary: .init(
                totalDuration: 10,
                totalIntervals: 1,
                warningIntervals: 1,
                checklist: .init(sessionDurationAcceptable: true)
            )
        )
        let result = MigrationResult(
            cloneID: "ci-1",
            session: session,
            commands: [
                .init(command: "psql -f 1.sql", duration: 0.5, output: "ALTER TABLE\n"),
                .init(command: "psql <img> @team", status: 3, duration: 1, output: "```\nERROR"),
            ]
        )
        let request = MigrationRequest(source: .init(branch: "dev|x"), databaseName: "shop")
        let summary = ObservationSummary(
            duration: .init(total: "10s", longestQuery: "9s"),
            logErrors: .init(count: 1, message: "no such `table`")
        )
        #expect(
            MigrationReport(request, result, summary).markdown == """
                ## ❌ Database migration failed

                | | |
                |---|---|
                | Branch | ` dev¦x ` |
                | Database | ` shop ` |
                | Duration | ` 10s ` |
                | Longest statement | ` 9s ` |
                | Session | ` 7 ` |

                - ❌ all commands succeeded
                - ✅ it took less than 60 s
                - ❌ no exclusive lock was held for more than 5 s (1 of 1 intervals)
                - ❌ no errors in the log: 1, such as `` no such `table` ``

                <details>
                <summary>✅ psql -f 1.sql – status 0, 0.5 s</summary>

                ```text
                ALTER TABLE
                ```

                </details>

                <details open>
                <summary>❌ psql &lt;img&gt; &#64;team – status 3, 1.0 s</summary>

                ````text
                ```
                ERROR
                ````

                </details>

                <details>
                <summary>Dangerous locks</summary>

                ```text
                [{"relation": "orders"}]
                ```

                </details>

                """
        )
    }

    @Test func goodNewsIsShort() {
        var session = ObservationSession()
        session.result = ObservationResult(status: "passed")
        let report = MigrationReport(MigrationRequest(), MigrationResult(session: session), nil).markdown
        #expect(report.hasPrefix("## ✅ Database migration passed\n") && !report.contains("<details"))
    }
}
