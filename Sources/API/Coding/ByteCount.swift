/// Sizes in words, as DBLab prints them: `141 MiB`, `1.5 GiB`, `9 B`.
public enum ByteCount {
    private static let units = ["B", "KiB", "MiB", "GiB", "TiB", "PiB", "EiB"]

    /// A size in the largest unit that leaves a number of at least 1; one decimal below 10.
    public static func text(_ bytes: UInt64) -> String {
        guard bytes >= 10 else { return "\(bytes) B" }
        var value = Double(bytes)
        var unit = 0
        while value >= 1024, unit < units.count - 1 {
            value /= 1024
            unit += 1
        }
        let tenths = Int((value * 10).rounded(.toNearestOrAwayFromZero))
        guard tenths < 100 else { return "\((tenths + 5) / 10) \(units[unit])" }
        return "\(tenths / 10).\(tenths % 10) \(units[unit])"
    }
}
