import FoundationEssentials
import Testing

@testable import Engine

@Suite struct TimetableTests {
    @Test(arguments: [
        "0 0 * * 1", "*/15 0-6,18-23 1,15 jan-MAR mon-fri", "5/10 * ? * 7", "  0\t3 * * sun ", "0-59/7 0 31 12 0",
        "00 07 * * *",
    ])
    func timetablesOfCronAreAccepted(text: String) throws {
        _ = try Timetable(parsing: text)
    }

    @Test(arguments: [
        ("0 0 * *", "must have cron's five fields (such as \"0 3 * * mon\"), not 4"),
        ("0 0 0 * * 1", "must have cron's five fields (such as \"0 3 * * mon\"), not 6"),
        ("@daily", "must have cron's five fields (such as \"0 3 * * mon\"), not 1"),
        ("60 0 * * 1", "has \"60\" for the minute, which takes * or numbers from 0 to 59, ranges"),
        ("0 24 * * 1", "has \"24\" for the hour,"),
        ("0 0 0 * 1", "has \"0\" for the day of the month,"),
        ("0 0 * 13 1", "has \"13\" for the month, which takes * or numbers from 1 to 12, names (jan), ranges"),
        ("0 0 * * 8", "has \"8\" for the weekday,"),
        ("0 0 * * someday", "has \"someday\" for the weekday,"),
        ("mon 0 * * *", "has \"mon\" for the minute,"),
        ("0 0 * * fri-mon", "has \"fri-mon\" for the weekday,"),
        ("30-10 0 * * *", "has \"30-10\" for the minute,"),
        ("*/0 0 * * *", "has \"*/0\" for the minute,"),
        ("*/ 0 * * *", "has \"*/\" for the minute,"),
        ("1/2/3 0 * * *", "has \"1/2/3\" for the minute,"),
        ("1-2-3 0 * * *", "has \"1-2-3\" for the minute,"),
        ("1, 0 * * *", "has \"\" for the minute,"),
        ("-1 0 * * *", "has \"-1\" for the minute,"),
        ("+1 0 * * *", "has \"+1\" for the minute,"),
        ("1-* 0 * * *", "has \"1-*\" for the minute,"),
        ("** 0 * * *", "has \"**\" for the minute,"),
        ("99999999999999999999 0 * * *", "has \"99999999999999999999\" for the minute,"),
        ("\u{1} 0 * * *", "has \"?\" for the minute,"),
    ])
    func otherTextsAreRefused(text: String, expected: String) {
        let problem = #expect(throws: Timetable.Problem.self) { try Timetable(parsing: text) }
        #expect(problem?.message.hasPrefix(expected) == true, "\(problem?.message ?? "none")")
    }

    @Test(arguments: [
        // 5 January 2026 is a Monday.
        ("0 0 * * 1", "2026-01-05T00:00:00Z", "2026-01-12T00:00:00Z"),
        ("0 0 * * 1", "2026-01-04T23:59:59Z", "2026-01-05T00:00:00Z"),
        ("*/15 * * * *", "2026-01-01T00:14:59Z", "2026-01-01T00:15:00Z"),
        ("5/20 8 * * *", "2026-01-01T08:25:00Z", "2026-01-01T08:45:00Z"),
        ("0 12 31 * *", "2026-01-31T12:00:00Z", "2026-03-31T12:00:00Z"),
        ("0 0 29 feb ?", "2096-03-01T00:00:00Z", "2104-02-29T00:00:00Z"),
        ("30 3 * * sun", "2026-01-01T00:00:00Z", "2026-01-04T03:30:00Z"),
        ("30 3 * * 7", "2026-01-01T00:00:00Z", "2026-01-04T03:30:00Z"),
        ("59 23 31 dec *", "2026-12-31T23:59:00Z", "2027-12-31T23:59:00Z"),
        // Both given: either will do. A step leaves the field not open.
        ("0 0 13 * fri", "2026-01-01T12:00:00Z", "2026-01-02T00:00:00Z"),
        ("0 0 13 * fri", "2026-01-09T12:00:00Z", "2026-01-13T00:00:00Z"),
        ("0 0 */2 * mon", "2026-01-03T12:00:00Z", "2026-01-05T00:00:00Z"),
        ("0 0 */2 * mon", "2026-01-11T12:00:00Z", "2026-01-12T00:00:00Z"),
    ])
    func theNextTimeIsThatOfCron(text: String, moment: String, expected: String) throws {
        let next = try Timetable(parsing: text).next(after: try Self.date(moment)) { _ in 0 }
        #expect(next == (try Self.date(expected)))
    }

    @Test(arguments: [
        // Central European time: on 29 March 2026 at 01:00 UTC 02:00 becomes 03:00, on 25 October 03:00 becomes 02:00.
        ("30 2 * * *", "2026-03-28T12:00:00Z", ["2026-03-29T01:30:00Z", "2026-03-30T00:30:00Z"]),
        ("0 3 * * *", "2026-03-28T12:00:00Z", ["2026-03-29T01:00:00Z", "2026-03-30T01:00:00Z"]),
        ("30 2 * * *", "2026-10-24T12:00:00Z", ["2026-10-25T00:30:00Z", "2026-10-26T01:30:00Z"]),
        ("0 0 * * *", "2026-10-24T12:00:00Z", ["2026-10-24T22:00:00Z", "2026-10-25T23:00:00Z"]),
    ])
    func aClockChangeLosesNoTimeAndRepeatsNone(text: String, moment: String, expected: [String]) throws {
        let timetable = try Timetable(parsing: text)
        var moment = try Self.date(moment)
        for time in expected {
            moment = try #require(timetable.next(after: moment) { Self.centralEuropeanOffset(at: $0) })
            #expect(moment == (try Self.date(time)))
        }
    }

    @Test func aDayThatNeverComesIsRefused() {
        for text in ["0 0 30 2 *", "0 0 31 4,6 ?"] {
            let problem = #expect(throws: Timetable.Problem.self) { try Timetable(parsing: text) }
            #expect(problem?.message == "names a day that never comes")
        }
    }

    @Test func aTurnComesOnceAndMakesUpForNothing() throws {
        let hourly = try Timetable(parsing: "0 * * * *")
        // Whatever the zone: begins half an hour before the next turn.
        let start = try #require(hourly.next(after: Self.date("2026-01-01T00:00:00Z"))) - 1800
        let steps: [(seconds: Double, isDue: Bool, why: String)] = [
            (0, false, "what passed before the start is over"), (1799, false, "not yet"), (1800, true, "now"),
            (1801, false, "once"), (86400, true, "once, however many were missed"), (86401, false, "once"),
            (0, false, "the clock was set back"), (1800, true, "and the time comes again"),
        ]
        var turn = ScheduleTurn()
        for step in steps {
            let isDue = turn.isDue(hourly, at: start + step.seconds)
            #expect(isDue == step.isDue, "\(step.why)")
        }
        let changed = turn.isDue(try Timetable(parsing: "* * * * *"), at: start + 9000)
        #expect(!changed, "a new timetable begins anew")
        let none = turn.isDue(nil, at: start + 90000)
        #expect(!none)
    }

    private static func date(_ text: String) throws -> Date { try Date(text, strategy: .iso8601) }

    private static func centralEuropeanOffset(at moment: Date) -> Int {
        // The two changes of 2026.
        (1_774_746_000..<1_792_890_000).contains(moment.timeIntervalSince1970) ? 7200 : 3600
    }
}
