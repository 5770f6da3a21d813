import FoundationEssentials
import Postgres
import SystemPackage

/// Settings of the source that change what queries answer, and so belong to the data.
enum InheritedSettings {
    private static let names = ["DateStyle", "IntervalStyle", "TimeZone", "default_text_search_config"]

    /// Asks the source what a new session of it has.
    static func read(from connection: Connection) async throws -> [String: String] {
        let list = try names.map { try quoteLiteral($0) }.joined(separator: ", ")
        let rows = try await connection.query("SELECT name, reset_val FROM pg_settings WHERE name IN (\(list))")
        var result: [String: String] = [:]
        for row in rows {
            if let name = row[0], let value = row[1] { result[name] = value }
        }
        return result
    }

    /// Looks into the configuration that came with the data, where there is any; the later file wins.
    static func read(of dataDirectory: FilePath) -> [String: String] {
        var result: [String: String] = [:]
        for file in ["postgresql.conf", "postgresql.auto.conf"] {
            let data = FileManager.default.contents(atPath: dataDirectory.appending(file).string) ?? Data()
            for line in String(decoding: data, as: UTF8.self).split(whereSeparator: \.isNewline) {
                let text = line.drop { $0.isWhitespace }
                let name = text.prefix { $0.isLetter || $0 == "_" }
                guard let known = names.first(where: { $0.lowercased() == name.lowercased() }) else { continue }
                let rest = text.dropFirst(name.count).drop { $0.isWhitespace || $0 == "=" }
                let value =
                    rest.first == "'"
                    ? rest.dropFirst().prefix { $0 != "'" } : rest.prefix { !$0.isWhitespace && $0 != "#" }
                if !value.isEmpty { result[known] = String(value) }
            }
        }
        return result
    }
}
