public import FoundationEssentials

/// A moment as Go writes it: RFC 3339, with `0001-01-01T00:00:00Z` for none, since Go's readers refuse an empty text.
public struct GoTime: Codable, Hashable, Sendable, ZeroValued {
    /// The moment; `nil` for none.
    public let date: Date?

    /// A moment, or none.
    public init(_ date: Date?) {
        self.date = date
    }

    /// No moment.
    public static var zero: GoTime { GoTime(nil) }

    /// Reads whatever ``Timestamp`` reads.
    public init(from decoder: any Decoder) throws {
        date = try Timestamp(from: decoder).date
    }

    /// Writes text in the zone that the encoder was made for.
    public func encode(to encoder: any Encoder) throws {
        guard date != nil else {
            var container = encoder.singleValueContainer()
            return try container.encode("0001-01-01T00:00:00Z")
        }
        try Timestamp(date).encode(to: encoder)
    }
}
