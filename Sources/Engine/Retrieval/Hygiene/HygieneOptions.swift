/// What of production's ties is taken from the golden copy before anybody gets a clone of it; all but event triggers by default.
package struct HygieneOptions: Codable, Equatable, Sendable {
    /// What becomes of event triggers.
    package enum EventTriggers: String, Codable, Sendable, CaseIterable { case keep, disable }

    package var subscriptions = true
    package var replicationSlots = true
    package var userMappings = true
    package var scheduledJobs = true
    package var preloadLibraries = true
    package var eventTriggers = EventTriggers.keep

    package init() {}
}
