public import FoundationEssentials

/// A moment on the wire: RFC 3339, or the empty string for "never".
///
/// It also reads DBLab 3's `2006-01-02 15:04:05 UTC`, any offset, and fractions of a second. It is written in whole seconds.
public struct Timestamp: Hashable, Sendable {
    /// The moment; `nil` for DBLab's zero time.
    public let date: Date?

    /// A moment, or the zero time.
    public init(_ date: Date?) {
        self.date = date
    }

    private static let goZero = Date(timeIntervalSince1970: -62_135_596_800)

    /// The present moment.
    public static var now: Timestamp { Timestamp(Date()) }
}

extension Timestamp: ZeroValued {
    /// DBLab's zero time, written as `""`.
    public static var zero: Timestamp { Timestamp(nil) }
}

extension Timestamp: Comparable {
    /// Orders by time; the zero time comes first.
    public static func < (left: Timestamp, right: Timestamp) -> Bool {
        (left.date ?? .distantPast) < (right.date ?? .distantPast)
    }
}

extension Timestamp: LosslessStringConvertible {
    /// Reads any of the accepted forms.
    public init?(_ text: String) {
        if text.isEmpty {
            self = .zero
        } else {
            var scanner = TimestampScanner(text)
            guard let date = scanner.date() else { return nil }
            // Go writes its zero time as 0001-01-01T00:00:00Z where DBLab does not convert it.
            self.init(date <= Self.goZero ? nil : date)
        }
    }

    /// RFC 3339 in UTC, or the empty string.
    public var description: String { text(in: .utc) }

    /// RFC 3339 in a zone, or the empty string.
    public func text(in zone: Zone) -> String {
        date.map { zone.text(of: $0) } ?? ""
    }
}

extension Timestamp: Codable {
    /// Reads text, or `null` as the zero time.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        guard !container.decodeNil() else {
            self = .zero
            return
        }
        let text = try container.decode(String.self)
        guard let value = Timestamp(text) else {
            throw DecodingError.dataCorruptedError(
                in: container,
                debugDescription: "not a time; expected a form like 2026-01-31T15:04:05Z"
            )
        }
        self = value
    }

    /// Writes text in the zone that the encoder was made for.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(text(in: Zone.wanted(by: encoder)))
    }
}
