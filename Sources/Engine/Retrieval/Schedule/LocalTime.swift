package import FoundationEssentials
import Glibc

/// The time of day where the engine runs: its environment's `TZ`, or the machine's.
package enum LocalTime {
    /// Seconds that local time is ahead of UTC at a moment.
    package static func offset(at moment: Date) -> Int {
        var seconds = time_t(moment.timeIntervalSince1970.rounded(.down))
        var parts = tm()
        localtime_r(&seconds, &parts)
        return Int(parts.tm_gmtoff)
    }

    /// The moment of a local time, which is given as if it were UTC.
    ///
    /// Of a time that comes twice it is the first; one that a clock change leaves out is reckoned as before the change.
    static func moment(of local: Date, offset: (Date) -> Int) -> Date {
        let before = offset(local.addingTimeInterval(-86400))
        let after = offset(local.addingTimeInterval(86400))
        let candidates = [before, after].map { (offset: $0, moment: local.addingTimeInterval(-Double($0))) }
        let valid = candidates.filter { offset($0.moment) == $0.offset }.map(\.moment)
        return valid.min() ?? candidates[0].moment
    }
}
