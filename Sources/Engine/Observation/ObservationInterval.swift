package import FoundationEssentials
import GRDB

/// A stretch of a session, with the dangerous locks that were seen in it.
package struct ObservationInterval: Codable, Equatable, Sendable {
    package var observation: Int64
    package var number: Int
    package var startedAt: Date
    /// Seconds.
    package var duration: Double
    /// A JSON array of the locks; empty if there were none.
    package var warning: String

    package init(observation: Int64, number: Int, startedAt: Date, duration: Double = 0, warning: String = "") {
        self.observation = observation
        self.number = number
        self.startedAt = startedAt
        self.duration = duration
        self.warning = warning
    }

    package var hasWarning: Bool { !warning.isEmpty }
}

extension ObservationInterval: FetchableRecord, PersistableRecord {
    package static let databaseTableName = "observationInterval"
}

extension Observation {
    /// The interval that a sample belongs to, with the sample in it: the last one, or a new one once that is full.
    package func interval(after last: ObservationInterval?, with sample: ObservationSample) -> ObservationInterval {
        var interval = last ?? ObservationInterval(observation: number, number: 1, startedAt: startedAt)
        if interval.duration >= Double(settings.interval) {
            interval = ObservationInterval(
                observation: number,
                number: interval.number + 1,
                startedAt: interval.startedAt.addingTimeInterval(interval.duration)
            )
        }
        interval.duration = max(0, sample.at.timeIntervalSince(interval.startedAt))
        if !sample.locks.isEmpty { interval.warning = sample.locks }
        return interval
    }
}
