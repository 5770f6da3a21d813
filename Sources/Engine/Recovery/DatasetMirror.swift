import FoundationEssentials
import Glibc
package import SystemPackage

/// The copy of a catalog row that lies in its dataset, from which a lost catalog is rebuilt.
package enum DatasetMirror: Codable, Equatable, Sendable {
    case clone(Clone)
    case snapshot(Snapshot)

    /// Writes the mirror into a dataset's directory, unless it says the same already; readable by the engine only.
    package func write(to dataset: FilePath) throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .prettyPrinted]
        encoder.dateEncodingStrategy = .iso8601
        let data = try encoder.encode(self)
        let file = DatasetLayout.mirrorFile(in: dataset).string
        let present = FileManager.default.contents(atPath: file)
        guard present != data else { return }
        let temporary = file + ".new"
        guard FileManager.default.createFile(atPath: temporary, contents: data, attributes: [.posixPermissions: 0o600])
        else { throw EngineError(.unavailable, "cannot write \(temporary)") }
        guard rename(temporary, file) == 0 else { throw EngineError(.unavailable, "cannot rename \(temporary)") }
    }

    /// Reads the mirror of a dataset; `nil` if there is none.
    package static func read(from dataset: FilePath) throws -> DatasetMirror? {
        let file = DatasetLayout.mirrorFile(in: dataset).string
        guard let data = FileManager.default.contents(atPath: file) else { return nil }
        let decoder = JSONDecoder()
        decoder.dateDecodingStrategy = .iso8601
        return try decoder.decode(DatasetMirror.self, from: data)
    }
}
