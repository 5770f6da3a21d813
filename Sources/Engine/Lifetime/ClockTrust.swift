import FoundationEssentials

/// Whether the time of day can be believed: after somebody has set the clock, nothing is deleted for a while.
///
/// A clock that was wrong and was set right is believed once it has run evenly; one that was set wrong is mostly set
/// right before that.
package struct ClockTrust: Codable, Equatable, Sendable {
    /// Seconds that the clock may be set by at once without being doubted.
    static let tolerance = 30.0
    /// Seconds for which it has to run evenly after it was set.
    static let probation = 600.0

    private var last: ClockReading
    /// The uptime from which on the clock is believed again; `nil` if it is not in doubt.
    private var doubtedUntil: Double?

    package init(_ reading: ClockReading) {
        last = reading
    }

    /// Takes the next reading.
    /// - Returns: the seconds by which the clock was set since the last one, if that is too much to be believed.
    package mutating func observe(_ reading: ClockReading) -> Double? {
        defer { last = reading }
        guard let jump = reading.jump(since: last) else {
            // The machine was started anew: its uptime begins again, and its clock may have been set anywhere.
            doubtedUntil = reading.time < last.time ? reading.uptime + Self.probation : nil
            return reading.time < last.time ? reading.time.timeIntervalSince(last.time) : nil
        }
        guard abs(jump) > Self.tolerance else { return nil }
        doubtedUntil = reading.uptime + Self.probation
        return jump
    }

    /// Whether what the clock says may have something deleted.
    package var isGiven: Bool { doubtedUntil.map { last.uptime >= $0 } ?? true }
}
