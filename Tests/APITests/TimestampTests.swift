import API
import FoundationEssentials
import Testing

@Suite struct TimestampTests {
    @Test(arguments: [
        ("2026-01-31T15:04:05Z", "2026-01-31T15:04:05Z"),
        ("2026-01-31T15:04:05.987654321Z", "2026-01-31T15:04:05Z"),
        ("2026-01-31T15:04:05+01:00", "2026-01-31T14:04:05Z"),
        ("2026-01-31T15:04:05-09:30", "2026-02-01T00:34:05Z"),
        ("2026-01-31 15:04:05 UTC", "2026-01-31T15:04:05Z"),
        ("2024-02-29t23:59:60z", "2024-03-01T00:00:00Z"),
        ("0001-01-01T00:00:00Z", ""),
        ("", ""),
    ])
    func readsEveryForm(text: String, expected: String) throws {
        #expect(try #require(Timestamp(text)).description == expected)
    }

    @Test(arguments: [
        "now", "2026-01-31", "2026-02-30T00:00:00Z", "2026-13-01T00:00:00Z", "2026-1-31T00:00:00Z",
        "2026-01-31T25:00:00Z", "2026-01-31T15:04:05", "2026-01-31T15:04:05.Z", "2026-01-31T15:04:05Zx",
        "２０26-01-31T15:04:05Z",
    ])
    func refusesOthers(text: String) {
        #expect(Timestamp(text) == nil)
    }

    @Test func nullIsZero() throws {
        let snapshot = try JSONCoding.value(Snapshot.self, from: Data(#"{"id": "a", "createdAt": null}"#.utf8))
        #expect(snapshot.createdAt == .zero)
        #expect(snapshot.deleteAt == nil)
    }

    @Test func zeroComesFirst() throws {
        #expect(Timestamp.zero < Timestamp(Date(timeIntervalSince1970: 0)))
    }
}
