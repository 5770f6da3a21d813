import API
import FoundationEssentials

/// What `--delete-after` asks for.
enum Deletion {
    private static let mostSeconds = 10 * 365 * 86400

    /// Reads a duration with the units s, m, h and d, or minutes; `never` takes a deletion back.
    /// - Returns: when to delete, for the engine; `nil` if nothing was given.
    /// - Throws: ``CommandError/usage(_:)``.
    static func parsed(
        _ text: String?,
        option: String = "--delete-after",
        now: Date = Date()
    ) throws -> Timestamp? {
        guard let text else { return nil }
        if text.lowercased() == "never" { return .zero }
        guard let seconds = seconds(text), (1...mostSeconds).contains(seconds) else {
            throw CommandError.usage(
                "invalid \(option) value: \"\(text.prefix(60))\" "
                    + "(use minutes, a duration like 30m/2h/7d up to 3650d, or 'never')"
            )
        }
        return Timestamp(now.addingTimeInterval(Double(seconds)))
    }

    private static func seconds(_ text: String) -> Int? {
        guard text.utf8.count <= 20 else { return nil }
        let digits = text.hasSuffix("d") ? text.dropLast() : text[...]
        if !digits.isEmpty, digits.utf8.allSatisfy({ (48...57).contains($0) }) {
            return Int(digits).flatMap { $0 > mostSeconds ? nil : $0 * (digits.count == text.count ? 60 : 86400) }
        }
        return Duration(wireText: text).map { Int($0.components.seconds) }
    }
}
