import FoundationEssentials
import Glibc
import SystemPackage

/// A file in a pool that says what the catalog said, readable by the engine only.
struct MirrorFile {
    let path: FilePath

    /// Writes a value, unless the file says the same already.
    func write(_ value: some Encodable) throws {
        let data = try Self.data(of: value)
        guard content != data else { return }
        let temporary = path.string + ".new"
        guard FileManager.default.createFile(atPath: temporary, contents: data, attributes: [.posixPermissions: 0o600])
        else { throw EngineError(.unavailable, "cannot write \(temporary)") }
        guard rename(temporary, path.string) == 0 else {
            throw EngineError(.unavailable, "cannot rename \(temporary)")
        }
    }

    /// Whether it says just this; moments are told in whole seconds.
    func says(_ value: some Encodable) throws -> Bool { try content == Self.data(of: value) }

    /// What it says; `nil` if there is none.
    func read<Value: Decodable>(_ type: Value.Type = Value.self) throws -> Value? {
        guard let data = content else { return nil }
        let decoder = JSONDecoder()
        decoder.dateDecodingStrategy = .iso8601
        return try decoder.decode(Value.self, from: data)
    }

    private var content: Data? { FileManager.default.contents(atPath: path.string) }

    private static func data(of value: some Encodable) throws -> Data {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .prettyPrinted]
        encoder.dateEncodingStrategy = .iso8601
        return try encoder.encode(value)
    }
}
