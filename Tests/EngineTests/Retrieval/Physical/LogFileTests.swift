import Engine
import Testing

@Suite struct LogFileTests {
    @Test(
        arguments: [
            ("0/1000000", "16777216", "000000020000000000000001"),
            ("0/1FFFFFF", "16777216", "000000020000000000000001"),
            ("1A/2B000060", "16777216", "000000020000001A0000002B"),
            ("0/FF000000", "16777216", "0000000200000000000000FF"),
            ("1/2B000060", "1048576", "0000000200000001000002B0"),
            ("3/C0000000", "1073741824", "000000020000000300000003"),
        ]
    )
    func names(position: String, size: String, name: String) {
        #expect(LogFile(position: position, timeline: "2", size: size)?.name == name)
    }

    @Test func theNextOneIsInTheNextLogAfterTheLast() {
        let last = LogFile(position: "0/FF000000", timeline: "1", size: "16777216")
        #expect(last?.advanced(by: 1).name == "000000010000000100000000")
    }

    @Test(arguments: [("", "1", "1"), ("0", "1", "1"), ("x/y", "1", "1"), ("0/1", "", "1"), ("0/1", "1", "0")])
    func whatIsNone(position: String, timeline: String, size: String) {
        #expect(LogFile(position: position, timeline: timeline, size: size) == nil)
    }
}
