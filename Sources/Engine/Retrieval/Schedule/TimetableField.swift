/// One of the five fields of a timetable.
struct TimetableField: Sendable {
    let name: String
    let range: ClosedRange<Int>
    /// The names of the numbers, from the lowest on.
    var names: [String] = []

    static let all = [
        TimetableField(name: "minute", range: 0...59),
        TimetableField(name: "hour", range: 0...23),
        TimetableField(name: "day of the month", range: 1...31),
        TimetableField(
            name: "month",
            range: 1...12,
            names: ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
        ),
        // 7 is Sunday, too.
        TimetableField(name: "weekday", range: 0...7, names: ["sun", "mon", "tue", "wed", "thu", "fri", "sat"]),
    ]

    /// What it takes, for people.
    var words: String {
        let names = names.first.map { ", names (\($0))" } ?? ""
        return "* or numbers from \(range.lowerBound) to \(range.upperBound)\(names), "
            + "ranges (a-b), lists (a,b) and steps (*/n)"
    }

    /// What one element of a list means: a value, a range, or one of them with a step.
    /// - Returns: its numbers, and whether it leaves the field open; `nil` if it is none.
    func values(of item: Substring) -> (numbers: Set<Int>, isOpen: Bool)? {
        let parts = item.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count <= 2, let step = parts.count == 2 ? Self.number(parts[1]) : 1, step > 0 else { return nil }
        if ["*", "?"].contains(parts[0]) {
            return (Set(stride(from: range.lowerBound, through: range.upperBound, by: step)), step == 1)
        }
        let bounds = parts[0].split(separator: "-", omittingEmptySubsequences: false).map { value($0) }
        guard bounds.count <= 2, let first = bounds[0], let last = bounds[bounds.count - 1], first <= last else {
            return nil
        }
        // `5/10` is every tenth from 5 on.
        let end = bounds.count == 1 && parts.count == 2 ? range.upperBound : last
        return (Set(stride(from: first, through: end, by: step)), false)
    }

    private func value(_ text: Substring) -> Int? {
        if let number = Self.number(text) { return range.contains(number) ? number : nil }
        return names.firstIndex(of: text.lowercased()).map { $0 + range.lowerBound }
    }

    private static func number(_ text: Substring) -> Int? {
        text.allSatisfy { $0.isASCII && $0.isNumber } ? Int(text) : nil
    }
}
