import FoundationEssentials

/// A file of the log (WAL), as archives name it.
package struct LogFile: Equatable, Sendable {
    let timeline: UInt32
    let number: UInt64
    /// How many of them there are to each step of the middle part of the name.
    let perLog: UInt64

    /// - Parameters:
    ///   - position: such as `1A/2B000060`.
    ///   - size: of a file, in bytes.
    /// - Returns: `nil` for what is none.
    package init?(position: String, timeline: String, size: String) {
        let parts = position.split(separator: "/")
        guard parts.count == 2, let high = UInt64(parts[0], radix: 16), let low = UInt64(parts[1], radix: 16),
            let timeline = UInt32(timeline), let size = UInt64(size), size > 0
        else { return nil }
        self.timeline = timeline
        number = (high << 32 + low) / size
        perLog = (1 << 32) / size
    }

    private init(timeline: UInt32, number: UInt64, perLog: UInt64) {
        (self.timeline, self.number, self.perLog) = (timeline, number, perLog)
    }

    /// The one so many files later.
    package func advanced(by count: UInt64) -> Self {
        Self(timeline: timeline, number: number + count, perLog: perLog)
    }

    /// As PostgreSQL forms it, see `XLogFileName` in its `xlog_internal.h`.
    package var name: String {
        [UInt64(timeline), number / perLog, number % perLog].map { part in
            let digits = String(part, radix: 16, uppercase: true)
            return String(repeating: "0", count: max(0, 8 - digits.count)) + digits
        }.joined()
    }
}
