import Engine
import Foundation
import GRDB
import Testing

@Suite struct SessionCatalogTests {
    private static let now = Date(timeIntervalSince1970: 1_767_225_600)

    private static func session(_ digest: String, endsIn seconds: Double) -> Session {
        Session(digest: digest, token: "t", expiresAt: now + seconds)
    }

    @Test func sessionsAreKeptMovedAndForgotten() throws {
        let catalog = try Catalog(DatabaseQueue())
        try catalog.insertSession(Self.session("a", endsIn: 60), now: Self.now)
        #expect(try catalog.session("a") == Self.session("a", endsIn: 60))
        try catalog.extendSession("a", to: Self.now + 120)
        #expect(try catalog.session("a") == Self.session("a", endsIn: 120))
        try catalog.removeSession("a")
        #expect(try catalog.session("a") == nil)
    }

    @Test func thoseThatAreOverGoWithTheNextSignIn() throws {
        let catalog = try Catalog(DatabaseQueue())
        try catalog.insertSession(Self.session("old", endsIn: 0), now: Self.now - 1)
        try catalog.insertSession(Self.session("new", endsIn: 60), now: Self.now)
        #expect(try catalog.session("old") == nil && catalog.session("new") != nil)
    }

    @Test func thereAreNeverMoreThanAThousand() throws {
        let catalog = try Catalog(DatabaseQueue())
        for number in 0...1000 {
            try catalog.insertSession(Self.session("\(number)", endsIn: Double(number) + 1), now: Self.now)
        }
        #expect(try catalog.session("0") == nil && catalog.session("1") != nil && catalog.session("1000") != nil)
    }

    @Test func theyAreNoEvents() throws {
        let catalog = try Catalog(DatabaseQueue())
        try catalog.insertSession(Self.session("a", endsIn: 60), now: Self.now)
        #expect(try catalog.events().isEmpty)
    }
}
