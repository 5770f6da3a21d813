import Engine
import Testing

@Suite struct ObservationFactsTests {
    @Test(arguments: [
        ("2026-01-01 00:00:00.1 UTC [1] neal@shop ERROR:  division by zero", "ERROR", "division by zero"),
        (
            "ERROR:  relation \"a: b\" does not exist at character 15", "ERROR",
            "relation \"a: b\" does not exist at character 15"
        ),
        ("x FATAL:  password authentication failed", "FATAL", "password authentication failed"),
        ("[7] PANIC:  no", "PANIC", "no"),
    ])
    func errorsAreRecognised(line: String, type: String, message: String) {
        #expect(ServerLogLine.error(in: line) == LoggedError(type: type, message: message))
    }

    @Test(arguments: [
        "2026-01-01 [1] LOG:  statement: SELECT 'ERROR:  no'", "[1] STATEMENT:  SELECT 1/0", "\tERROR:  continued",
        "[1] WARNING:  x", "[1] DETAIL:  FATAL:  x", "MYERROR:  x", "ERROR: one space", "",
    ])
    func othersAreNot(line: String) {
        #expect(ServerLogLine.error(in: line) == nil)
    }

    @Test func errorsAreCountedByWhatTheySay() {
        var facts = ObservationFacts()
        for number in 0..<150 { facts.add(LoggedError(type: "ERROR", message: "m\(number)")) }
        facts.add(LoggedError(type: "ERROR", message: "m0"))
        #expect(facts.errors.count == 100 && facts.errors.first?.count == 2 && facts.errorCount == 151)
    }

    @Test func theLongestStatementsStay() {
        var facts = ObservationFacts()
        let query = { (pid: Int, seconds: Double) in
            ObservedQuery(pid: pid, query: "q\(pid)", startedAt: "t", seconds: seconds)
        }
        facts.add((1...30).map { query($0, Double($0)) })
        facts.add([query(30, 31), query(29, 1)])
        #expect(facts.queries.count == 20 && facts.longestQuery == 31)
        #expect(facts.queries.first { $0.pid == 29 }?.seconds == 29)
    }

    @Test func masksReplaceWhatTheyMatch() {
        let mask = TextMask([#"'(\w)[^']*'"#: "'$1…'", "[0-9]{6,}": "***", "x": "${9}"])
        #expect(mask.masked("a = 'secret' AND n = 1234567 AND x") == "a = 's…' AND n = *** AND ")
        #expect(TextMask.problem(of: "(") != nil && TextMask.problem(of: "a+") == nil)
    }
}
