package import FoundationEssentials
import Glibc

/// What two clocks of the machine say at one moment: the one that may be set, and the one that may not.
package struct ClockReading: Codable, Equatable, Sendable {
    /// The time of day.
    package var time: Date
    /// Seconds since the machine was started, also those that it slept.
    package var uptime: Double
    /// Which start of the machine; readings of two starts cannot be compared.
    package var boot: String

    package init(time: Date, uptime: Double, boot: String) {
        self.time = time
        self.uptime = uptime
        self.boot = boot
    }

    /// The clocks as they are.
    package static func now() -> ClockReading {
        var uptime = timespec()
        clock_gettime(CLOCK_BOOTTIME, &uptime)
        return ClockReading(
            time: Date(),
            uptime: Double(uptime.tv_sec) + Double(uptime.tv_nsec) / 1e9,
            boot: bootID
        )
    }

    private static let bootID =
        FileManager.default.contents(atPath: "/proc/sys/kernel/random/boot_id")
        .map { String(decoding: $0.prefix { $0 != 10 }, as: UTF8.self) } ?? ""

    /// Seconds by which the time of day was set forward (or back, if negative) since an earlier reading.
    /// - Returns: `nil` if that cannot be told.
    package func jump(since earlier: ClockReading) -> Double? {
        guard boot == earlier.boot, uptime >= earlier.uptime else { return nil }
        return time.timeIntervalSince(earlier.time) - (uptime - earlier.uptime)
    }
}
