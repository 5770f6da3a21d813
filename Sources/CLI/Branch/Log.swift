import API
import ArgumentParser
import FoundationEssentials

/// `dblab log [BRANCH_NAME]`.
struct Log: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "log",
        abstract: "Show the snapshots of a branch, the newest first."
    )

    @OptionGroup(title: "Global options") var global: GlobalOptions
    @Argument(help: "The branch; the current one if absent.") var branchName: String?

    func run() async throws {
        let name = try ArgumentCheck.name(try branchName ?? CurrentBranch.name(global), of: "BRANCH_NAME")
        try await Connection.run(global) { client, _ in
            let log = try await client.branchLog(name)
            guard global.output != .json else { return try Output.json(log) }
            for snapshot in log { for line in Self.lines(snapshot) { Output.text(line) } }
        }
    }

    static func lines(_ snapshot: SnapshotDetails) -> [String] {
        let heads = snapshot.branch.isEmpty ? "" : " (HEAD -> \(snapshot.branch.joined(separator: ", ")))"
        let hasMessage = !snapshot.message.isEmpty && snapshot.message != "-"
        return ["snapshot \(snapshot.id)\(heads)", "DataStateAt: \(date(snapshot.dataStateAt))"]
            + (hasMessage ? ["    \(snapshot.message)"] : []) + [""]
    }

    /// `Mon, 02 Jan 2006 15:04:05 +0000` of `20060102150405`; anything else as it is.
    private static func date(_ digits: String) -> String {
        let numbers = Array(digits.utf8).map { Int($0) - 48 }
        guard numbers.count == 14, numbers.allSatisfy({ (0...9).contains($0) }) else { return digits }
        func number(_ range: Range<Int>) -> Int { numbers[range].reduce(0) { $0 * 10 + $1 } }
        let parts = DateComponents(year: number(0..<4), month: number(4..<6), day: number(6..<8))
        var calendar = Calendar(identifier: .gregorian)
        calendar.timeZone = .gmt
        guard let day = calendar.date(from: parts) else { return digits }
        let weekdays = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"]
        let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
        guard months.indices.contains(number(4..<6) - 1) else { return digits }
        let text = { (start: Int, length: Int) in String(digits.dropFirst(start).prefix(length)) }
        return "\(weekdays[calendar.component(.weekday, from: day) - 1]), \(text(6, 2)) \(months[number(4..<6) - 1]) "
            + "\(text(0, 4)) \(text(8, 2)):\(text(10, 2)):\(text(12, 2)) +0000"
    }
}
