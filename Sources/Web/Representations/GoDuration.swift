/// Durations as Go writes them: `1h2m3s`, `1.5s`, `150ms`, `0s`.
enum GoDuration {
    /// The text of a duration in seconds, exact to the millisecond.
    static func text(_ seconds: Double) -> String {
        let milliseconds = Int((max(0, min(seconds, 1e12)) * 1000).rounded())
        guard milliseconds > 0 else { return "0s" }
        guard milliseconds >= 1000 else { return "\(milliseconds)ms" }
        let (minutes, rest) = milliseconds.quotientAndRemainder(dividingBy: 60_000)
        let hours = minutes / 60
        let prefix = hours > 0 ? "\(hours)h\(minutes % 60)m" : minutes > 0 ? "\(minutes)m" : ""
        return prefix + secondsText(rest) + "s"
    }

    private static func secondsText(_ milliseconds: Int) -> String {
        let (whole, fraction) = milliseconds.quotientAndRemainder(dividingBy: 1000)
        guard fraction > 0 else { return "\(whole)" }
        var digits = String(String(1000 + fraction).dropFirst())
        while digits.last == "0" { digits.removeLast() }
        return "\(whole).\(digits)"
    }
}
