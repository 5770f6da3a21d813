import FoundationEssentials
import Glibc

extension Timestamp {
    /// The zone that times are written in.
    public enum Zone: Sendable {
        /// Coordinated universal time, with the suffix `Z`.
        case utc
        /// The zone that the process runs in: its environment's `TZ`, or the machine's.
        case local
    }
}

extension Timestamp.Zone {
    private static let key = CodingUserInfoKey(rawValue: "dblab.timestamp.zone")

    /// The zone that an encoder was made for.
    static func wanted(by encoder: any Encoder) -> Self {
        key.flatMap { encoder.userInfo[$0] as? Self } ?? .utc
    }

    /// What tells an encoder to use this zone.
    var userInfo: [CodingUserInfoKey: any Sendable] {
        Self.key.map { [$0: self] } ?? [:]
    }
}

extension Timestamp.Zone {
    func text(of date: Date) -> String {
        var seconds = time_t(date.timeIntervalSince1970.rounded(.down))
        var parts = tm()
        switch self {
        case .utc: gmtime_r(&seconds, &parts)
        case .local: localtime_r(&seconds, &parts)
        }
        let day =
            "\(padded(Int(parts.tm_year) + 1900, to: 4))-\(padded(Int(parts.tm_mon) + 1))-\(padded(Int(parts.tm_mday)))"
        let time = "\(padded(Int(parts.tm_hour))):\(padded(Int(parts.tm_min))):\(padded(Int(parts.tm_sec)))"
        return "\(day)T\(time)\(offset(seconds: Int(parts.tm_gmtoff)))"
    }

    private func offset(seconds: Int) -> String {
        guard seconds != 0 else { return "Z" }
        let minutes = abs(seconds) / 60
        return "\(seconds < 0 ? "-" : "+")\(padded(minutes / 60)):\(padded(minutes % 60))"
    }

    private func padded(_ value: Int, to width: Int = 2) -> String {
        let digits = String(value)
        return String(repeating: "0", count: max(0, width - digits.count)) + digits
    }
}
