import Testing

@testable import CLI

@Suite struct ProtectionTests {
    @Test(arguments: [
        ("", Protection.lease), ("true", .lease), ("TRUE", .lease), ("false", .off), ("0", .minutes(0)),
        ("90", .minutes(90)), ("30m", .minutes(30)), ("2h", .minutes(120)), ("7d", .minutes(10080)),
        ("365d", .minutes(525_600)), ("1h30m", .minutes(90)), ("90s", .minutes(2)),
    ])
    func reads(text: String, expected: Protection) throws {
        #expect(try Protection.parsed(text) == expected)
    }

    @Test(arguments: ["yes", "-5", "5x", "1.5", "d", "m", "999999999999999999999", "5 m", "1e3", "７d"])
    func refusesInDBLabsWords(text: String) throws {
        let error = try #require(throws: CommandError.self) { try Protection.parsed(text) }
        #expect("\(error)".hasPrefix("invalid --protected value: \"\(text)\" (use 'true', 'false', minutes"))
    }

    @Test(arguments: ["366d", "525601", "8761h"])
    func refusesMoreThanAYear(text: String) throws {
        let error = try #require(throws: CommandError.self) { try Protection.parsed(text) }
        #expect("\(error)".contains("365d"))
    }

    @Test func absenceIsNoProtection() throws {
        #expect(try Protection.parsed(nil) == nil)
    }
}
