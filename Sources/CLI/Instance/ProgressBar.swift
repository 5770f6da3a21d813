import API
import Glibc

/// One line of a terminal that is written over and over.
struct ProgressBar {
    private static let width = 24
    private var isShown = false

    mutating func show(_ progress: RefreshProgress) {
        let filled = (Self.percent(of: progress) ?? 0) * Self.width / 100
        let bar = String(repeating: "#", count: filled) + String(repeating: "-", count: Self.width - filled)
        // Back to the line's start, then erase what is left of a longer text.
        print("\r[\(bar)] \(Printable.line(Self.text(of: progress)))\u{1B}[K", terminator: "")
        fflush(nil)
        isShown = true
    }

    /// Leaves the line as it is and goes to the next.
    mutating func end() {
        if isShown { print() }
        isShown = false
    }

    /// How much is done, 0 to 100; `nil` while the whole is unknown.
    static func percent(of progress: RefreshProgress) -> Int? {
        if let total = progress.bytesTotal, total > 0 {
            return Int(min(1, Double(progress.bytesDone) / Double(total)) * 100)
        }
        guard let total = progress.tablesTotal, total > 0 else { return nil }
        return Int(min(1, Double(max(0, progress.tablesDone)) / Double(total)) * 100)
    }

    /// Such as `restore: 45%, 12 of 30 tables, 120 MiB of 1.0 GiB, 50 MiB/s`.
    static func text(of progress: RefreshProgress) -> String {
        var parts: [String] = []
        if let percent = percent(of: progress) { parts.append("\(percent)%") }
        if !progress.message.isEmpty { parts.append(progress.message) }
        if let total = progress.tablesTotal { parts.append("\(progress.tablesDone) of \(total) tables") }
        if progress.bytesDone > 0 || progress.bytesTotal != nil { parts.append(bytes(of: progress)) }
        if progress.bytesPerSecond >= 1, progress.bytesPerSecond < 1e18 {
            parts.append("\(ByteCount.text(UInt64(progress.bytesPerSecond)))/s")
        }
        return "\(progress.stage): \(parts.joined(separator: ", "))"
    }

    private static func bytes(of progress: RefreshProgress) -> String {
        let done = ByteCount.text(progress.bytesDone)
        return progress.bytesTotal.map { "\(done) of \(ByteCount.text($0))" } ?? done
    }
}
