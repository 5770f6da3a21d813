/// A version of PostgreSQL, such as 15.20.
package struct ServerVersion: Hashable, Comparable, Sendable, CustomStringConvertible {
    package let major: Int
    package let minor: Int

    /// The versions that servers are run of.
    package static let supportedMajors = 12...18

    package init(major: Int, minor: Int) {
        self.major = major
        self.minor = minor
    }

    /// From libpq's number: 150020 is 15.20.
    package init(number: Int) {
        self.init(major: number / 10000, minor: number % 10000)
    }

    /// From the words of `postgres --version`; also "17rc1" and "18beta2".
    package init?(parsing text: String) {
        let words = text.split(whereSeparator: \.isWhitespace)
        guard let word = words.first(where: { $0.first?.isNumber == true }) else { return nil }
        let parts = word.split(separator: ".").map { $0.prefix { $0.isNumber } }
        guard let major = parts.first.flatMap({ Int($0) }) else { return nil }
        self.init(major: major, minor: parts.count > 1 ? Int(parts[1]) ?? 0 : 0)
    }

    package static func < (left: Self, right: Self) -> Bool {
        (left.major, left.minor) < (right.major, right.minor)
    }

    package var description: String { "\(major).\(minor)" }
}
