package import FoundationEssentials

extension CloningPolicy {
    /// When a protection asked for at `now` ends; `nil` for never.
    /// - Parameter minutes: 0 for no end, `nil` for the default; the policy's maximum caps both.
    /// - Throws: ``EngineError`` `invalidArgument`.
    package func protectionEnd(minutes: Int?, now: Date) throws -> Date? {
        try Self.end(minutes: minutes ?? protectionLeaseMinutes, atMost: protectionMaxMinutes, now: now)
    }

    static func end(minutes: Int, atMost limit: Int, now: Date) throws -> Date? {
        // A century is beyond any use, and keeps the sum within what dates can say.
        guard (0...52_560_000).contains(minutes) else {
            throw EngineError(
                .invalidArgument,
                "invalid value for `protectionDurationMinutes`: it must be between 0 (no end) and 52560000"
            )
        }
        let capped = limit > 0 ? (minutes == 0 ? limit : min(minutes, limit)) : minutes
        return capped == 0 ? nil : now.addingTimeInterval(Double(capped) * 60)
    }
}
