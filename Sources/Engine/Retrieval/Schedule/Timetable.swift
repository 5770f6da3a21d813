package import FoundationEssentials

/// Times in cron's five fields, such as `0 3 * * mon`, in the zone that the engine runs in.
///
/// As in cron, a day has to fit one of day of the month and weekday if both are given. A time that a clock change
/// leaves out counts as long as before the change; one that it repeats counts once.
package struct Timetable: Equatable, Sendable {
    private let minutes: [Int]
    private let hours: [Int]
    private let days: Set<Int>
    private let months: Set<Int>
    private let weekdays: Set<Int>
    private let isAnyDay: Bool
    private let isAnyWeekday: Bool

    /// What is wrong with a timetable, to be said after its name.
    package struct Problem: Error, Equatable {
        package let message: String
    }

    /// - Throws: ``Problem``.
    package init(parsing text: String) throws {
        let parts = text.split(whereSeparator: \.isWhitespace)
        guard parts.count == TimetableField.all.count else {
            throw Problem(message: "must have cron's five fields (such as \"0 3 * * mon\"), not \(parts.count)")
        }
        let fields = try zip(TimetableField.all, parts).map { try Self.values(of: $1, in: $0) }
        (minutes, hours) = (fields[0].numbers.sorted(), fields[1].numbers.sorted())
        (days, months) = (fields[2].numbers, fields[3].numbers)
        weekdays = Set(fields[4].numbers.map { $0 % 7 })
        (isAnyDay, isAnyWeekday) = (fields[2].isOpen, fields[4].isOpen)
        guard next(after: Date(timeIntervalSince1970: 0), offset: { _ in 0 }) != nil else {
            throw Problem(message: "names a day that never comes")
        }
    }

    private static func values(
        of text: Substring,
        in field: TimetableField
    ) throws -> (numbers: Set<Int>, isOpen: Bool) {
        var result: (numbers: Set<Int>, isOpen: Bool) = ([], false)
        for item in text.split(separator: ",", omittingEmptySubsequences: false) {
            guard let values = field.values(of: item) else {
                throw Problem(message: "has \"\(printable(item))\" for the \(field.name), which takes \(field.words)")
            }
            result = (result.numbers.union(values.numbers), result.isOpen || values.isOpen)
        }
        return result
    }

    private static func printable(_ text: Substring) -> String {
        String(
            String.UnicodeScalarView(text.prefix(80).unicodeScalars.map { $0.value < 32 || $0.value == 127 ? "?" : $0 })
        )
    }
}

extension Timetable {
    /// The first time after a moment.
    /// - Parameter offset: seconds that local time is ahead of UTC at a moment; by default in the engine's zone.
    /// - Returns: `nil` if there is none within nine years, in which every day comes.
    package func next(after moment: Date, offset: (Date) -> Int = { LocalTime.offset(at: $0) }) -> Date? {
        let start = moment.timeIntervalSince1970 + Double(offset(moment))
        // Begins a day early: a clock change may have put a time of yesterday after this moment.
        let first = Int((start / 86400).rounded(.down)) - 1
        for day in first..<first + 9 * 366 where matches(CivilDay(sinceEpoch: day)) {
            for hour in hours {
                for minute in minutes {
                    let local = Date(timeIntervalSince1970: Double(day * 86400 + hour * 3600 + minute * 60))
                    let time = LocalTime.moment(of: local, offset: offset)
                    if time > moment { return time }
                }
            }
        }
        return nil
    }

    private func matches(_ day: CivilDay) -> Bool {
        guard months.contains(day.month) else { return false }
        let (fitsDay, fitsWeekday) = (days.contains(day.day), weekdays.contains(day.weekday))
        return isAnyDay || isAnyWeekday ? fitsDay && fitsWeekday : fitsDay || fitsWeekday
    }
}
