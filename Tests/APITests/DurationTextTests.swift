import API
import Testing

@Suite struct DurationTextTests {
    @Test(arguments: [
        ("30s", Duration.seconds(30)), ("2m", .seconds(120)), ("500ms", .milliseconds(500)), ("45", .seconds(45)),
        ("1h30m", .seconds(5400)), ("1.5h", .seconds(5400)), ("0", .zero), ("0.25", .milliseconds(250)),
    ])
    func reads(text: String, expected: Duration) {
        #expect(Duration(wireText: text) == expected)
    }

    @Test(arguments: [
        "", "s", "-1s", "+5", "1e9", "inf", "nan", "0x10", "1 s", "1d", "1.2.3s", "5s ", "ms500", "٣s",
        "99999999999999999999", "999999999h", String(repeating: "1s", count: 100),
    ])
    func refuses(text: String) {
        #expect(Duration(wireText: text) == nil)
    }

    @Test func writesWhatItReads() {
        #expect(Duration.seconds(90).wireText == "90s")
        #expect(Duration.milliseconds(1500).wireText == "1500ms")
        #expect(Duration(wireText: Duration.milliseconds(1).wireText) == .milliseconds(1))
    }
}
