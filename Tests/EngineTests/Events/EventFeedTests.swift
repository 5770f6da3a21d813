import Engine
import Testing

@Suite struct EventFeedTests {
    let catalog: Catalog
    let feed: EventFeed

    init() throws {
        catalog = try Fixture.catalog()
        feed = EventFeed(catalog: catalog)
    }

    @Test func aReaderGetsWhatWasAndWhatComes() async throws {
        try catalog.append("one", to: "x")
        try catalog.append("two", to: "x")
        var events = try feed.events(after: 1).makeAsyncIterator()
        #expect(try await events.next()?.kind == "two")
        try catalog.append("three", to: "x")
        #expect(try await events.next()?.kind == "three")
    }

    @Test func aReaderWithoutCursorGetsOnlyWhatComes() async throws {
        try catalog.append("one", to: "x")
        var events = try feed.events(after: nil).makeAsyncIterator()
        try catalog.append("two", to: "x")
        #expect(try await events.next()?.kind == "two")
    }

    @Test func aReaderMayChooseASubject() async throws {
        var events = try feed.events(after: 0, subject: "y").makeAsyncIterator()
        try catalog.append("one", to: "x")
        try catalog.append("two", to: "y")
        #expect(try await events.next()?.kind == "two")
    }

    @Test func aReaderEndsWhenItsTaskIsCancelled() async throws {
        let events = try feed.events(after: nil)
        let reader = Task { try await events.first { _ in true } }
        reader.cancel()
        #expect(try await reader.value == nil)
    }

    @Test func waitingEndsWithTheAnswer() async throws {
        let catalog = catalog
        async let answer = feed.first(within: .seconds(60)) { try catalog.lastEventID() > 0 ? "there" : nil }
        try catalog.append("one", to: "x")
        #expect(try await answer == "there")
    }

    @Test func waitingEndsWithTheTime() async throws {
        #expect(try await feed.first(within: .milliseconds(1)) { Int?.none } == nil)
    }
}
