import FoundationEssentials
import Glibc
import SystemPackage

/// A file in a pool that says what the catalog said, readable by the engine only.
struct MirrorFile {
    let path: FilePath

    /// Writes a value, unless the file says the same already.
    func write(_ value: some Encodable) throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .prettyPrinted]
        encoder.dateEncodingStrategy = .iso8601
        let data = try encoder.encode(value)
        guard FileManager.default.contents(atPath: path.string) != data else { return }
        let temporary = path.string + ".new"
        guard FileManager.default.createFile(atPath: temporary, contents: data, attributes: [.posixPermissions: 0o600])
        else { throw EngineError(.unavailable, "cannot write \(temporary)") }
        guard rename(temporary, path.string) == 0 else {
            throw EngineError(.unavailable, "cannot rename \(temporary)")
        }
    }

    /// What it says; `nil` if there is none.
    func read<Value: Decodable>(_ type: Value.Type = Value.self) throws -> Value? {
        guard let data = FileManager.default.contents(atPath: path.string) else { return nil }
        let decoder = JSONDecoder()
        decoder.dateDecodingStrategy = .iso8601
        return try decoder.decode(Value.self, from: data)
    }
}
