import API
import FoundationEssentials
import Hummingbird

/// The part of a URL after `?`.
struct Query {
    private let values: [String: String]

    /// - Throws: ``RequestError`` if it cannot be decoded.
    init(_ request: Request) throws {
        var values: [String: String] = [:]
        for pair in (request.uri.query ?? "").split(separator: "&") {
            let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            let texts = parts.map { PercentEncoding.decoded($0.replacing("+", with: " ")) }
            guard let name = texts.first ?? nil, let value = texts.count > 1 ? texts[1] : .some("") else {
                throw RequestError.badRequest(
                    "invalid value for `\(parts[0].prefix(80))`: not percent-encoded UTF-8 text"
                )
            }
            // Of a parameter given twice the first counts, as in Go.
            values[name] = values[name] ?? value
        }
        self.values = values
    }

    /// A parameter that is given and not empty.
    subscript(_ name: String) -> String? { values[name].flatMap { $0.isEmpty ? nil : $0 } }

    /// A parameter as Go reads booleans; absent is false.
    func flag(_ name: String) throws -> Bool {
        guard let text = self[name] else { return false }
        if ["1", "t", "T", "TRUE", "true", "True"].contains(text) { return true }
        if ["0", "f", "F", "FALSE", "false", "False"].contains(text) { return false }
        throw RequestError.badRequest("invalid value for `\(name)`, must be boolean")
    }

    /// How long to wait for the outcome, at most `limit`; `nil` if not asked for.
    func wait(upTo limit: Duration) throws -> Duration? {
        guard let text = self["wait"] else { return nil }
        guard let duration = Duration(wireText: text) else {
            throw RequestError.badRequest(
                "invalid value for `wait`",
                hint: "Give a duration such as 30s, 2m or 500ms, or plain seconds."
            )
        }
        return min(duration, limit)
    }

    /// How many are wanted; `limit` if not said, and at most.
    func count(_ name: String, upTo limit: Int) throws -> Int {
        guard let text = self[name] else { return limit }
        guard let number = Int(text), number > 0 else {
            throw RequestError.badRequest("invalid value for `\(name)`: it must be a number from 1 to \(limit)")
        }
        return min(number, limit)
    }

    /// A moment; `nil` if not said.
    func time(_ name: String) throws -> Date? {
        guard let text = self[name] else { return nil }
        guard let date = Timestamp(text)?.date else {
            throw RequestError.badRequest(
                "invalid value for `\(name)`",
                hint: "Give a moment such as 2026-01-31T15:04:05Z."
            )
        }
        return date
    }

    /// A number of events, from 0.
    func position(_ name: String) throws -> Int64? {
        guard let text = self[name] else { return nil }
        return try EventPosition.number(text, field: name)
    }
}

/// A place in the stream of events.
enum EventPosition {
    static func number(_ text: String, field: String) throws -> Int64 {
        guard let number = Int64(text), number >= 0 else {
            throw RequestError.badRequest("invalid value for `\(field)`: it must be the id of an event")
        }
        return number
    }
}
