import API
import FoundationEssentials
import Testing

@testable import CLI

@Suite struct DeletionTests {
    private static let now = Date(timeIntervalSince1970: 1_800_000_000)

    @Test(arguments: [("90", 5400.0), ("30m", 1800), ("2h", 7200), ("7d", 604_800), ("90s", 90), ("1h30m", 5400)])
    func reads(text: String, seconds: Double) throws {
        #expect(try Deletion.parsed(text, now: Self.now) == Timestamp(Self.now + seconds))
    }

    @Test func neverTakesItBackAndAbsenceLeavesIt() throws {
        #expect(try Deletion.parsed("never") == .zero)
        #expect(try Deletion.parsed(nil) == nil)
    }

    @Test(arguments: [
        "", "0", "0s", "-5", "5x", "d", "soon", "3651d", "99999999999999999999", "9999999999999999999d", "５d",
    ])
    func refuses(text: String) {
        let error = #expect(throws: CommandError.self) { try Deletion.parsed(text) }
        #expect(error.map { "\($0)".hasPrefix("invalid --delete-after value: \"\(text)\" (use minutes,") } == true)
    }
}
