package import FoundationEssentials

/// How many clones there were over time, and how long their creations took, as the events tell.
package struct CloneHistory: Equatable, Sendable {
    /// The number of clones from a moment on.
    package struct Count: Equatable, Sendable {
        package var at: Date
        package var clones: Int
    }

    /// One clone that became ready.
    package struct Creation: Equatable, Sendable {
        package var at: Date
        package var seconds: Double
    }

    package private(set) var counts: [Count] = []
    package private(set) var creations: [Creation] = []

    static let kinds = ["clone.requested", "clone.ready", "clone.deleted"]

    /// - Parameter events: of these kinds, the oldest first; `present`: how many clones there are after them.
    init(events: [Event], present: Int) {
        let change = events.map { $0.kind == "clone.requested" ? 1 : $0.kind == "clone.deleted" ? -1 : 0 }.reduce(0, +)
        var clones = present - change
        var requests: [String: Date] = [:]
        for event in events {
            switch event.kind {
            case "clone.requested":
                clones += 1
                requests[event.subject] = event.at
            case "clone.deleted":
                clones -= 1
                requests[event.subject] = nil
            default:
                guard let start = requests.removeValue(forKey: event.subject) else { continue }
                creations.append(Creation(at: event.at, seconds: max(0, event.at.timeIntervalSince(start))))
                continue
            }
            counts.append(Count(at: event.at, clones: clones))
        }
    }
}
