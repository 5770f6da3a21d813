import Engine
import FoundationEssentials
import SystemPackage

/// The identity of this engine, which it keeps over restarts.
enum InstanceID {
    /// Reads it from the state directory, where it is written at the first start.
    static func readOrMake(in directory: FilePath) throws -> String {
        let file = directory.appending("instance_id").string
        if let data = FileManager.default.contents(atPath: file), !data.isEmpty {
            return String(decoding: data.prefix(64).prefix { $0 != 10 }, as: UTF8.self)
        }
        let id = Identifier.random()
        try Data((id + "\n").utf8).write(to: URL(filePath: file), options: .atomic)
        return id
    }
}
