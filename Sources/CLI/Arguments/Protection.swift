import API

/// What `--protected` asks for.
enum Protection: Hashable, Sendable {
    /// No protection.
    case off
    /// Protection for as long as the engine gives by default.
    case lease
    /// Protection for minutes; 0 for no end.
    case minutes(Int)

    private static let mostMinutes = 365 * 24 * 60

    /// Reads `true`, `false`, minutes, or a duration with the units s, m, h and d; `nil` for anything else.
    init?(_ text: String) {
        switch text.lowercased() {
        case "", "true": self = .lease
        case "false": self = .off
        default:
            guard let minutes = Self.minutes(text) else { return nil }
            self = .minutes(minutes)
        }
    }

    /// Reads an option's value.
    /// - Throws: ``CommandError/usage(_:)`` in DBLab's words.
    static func parsed(_ text: String?) throws -> Protection? {
        guard let text else { return nil }
        guard let protection = Protection(text) else {
            throw CommandError.usage(
                "invalid --protected value: \"\(text.prefix(60))\" "
                    + "(use 'true', 'false', minutes, or duration like 30m/2h/7d)"
            )
        }
        if case .minutes(let minutes) = protection, minutes > mostMinutes {
            throw CommandError.usage("--protected must not be longer than 365d; use 0 for no end")
        }
        return protection
    }

    /// The fields of a request that say this.
    var request: (protected: Bool, minutes: Int?) {
        switch self {
        case .off: (false, nil)
        case .lease: (true, nil)
        case .minutes(let minutes): (true, minutes)
        }
    }

    private static func minutes(_ text: String) -> Int? {
        if text.utf8.allSatisfy({ (48...57).contains($0) }) { return Int(text) }
        if text.hasSuffix("d") {
            let days = text.dropLast()
            guard !days.isEmpty, days.count <= 6, days.utf8.allSatisfy({ (48...57).contains($0) }) else { return nil }
            return Int(days).map { $0 * 24 * 60 }
        }
        // Plain numbers are minutes here, and were read above.
        guard let last = text.last, last.isLetter, let duration = Duration(wireText: text) else { return nil }
        return Int((Double(duration.components.seconds) / 60).rounded(.up))
    }
}
