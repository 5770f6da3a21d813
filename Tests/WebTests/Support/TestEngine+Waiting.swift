import Engine
import Testing
import Web

extension TestEngine {
    /// Waits for an event of this kind.
    func eventually(_ kind: String) async throws {
        for try await event in try services.feedForTests.events(after: 0) where event.kind == kind { return }
    }
}

extension WebServices {
    fileprivate var feedForTests: EventFeed { EventFeed(catalog: clones.catalog) }
}

enum RequestLimitsFixture {
    static let shortWaits = RequestLimits(wait: .milliseconds(1))
}
