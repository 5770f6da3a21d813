import FoundationEssentials
import SystemPackage

/// The file in a pool's directory that says which driver the pool was made with.
struct PoolMarker: Codable, Equatable, Sendable {
    var version = 1
    var driver: DriverKind
    /// Tells this pool from others, also after it moved.
    var id: String

    static let fileName = ".dblab-pool.json"

    init(driver: DriverKind) {
        self.driver = driver
        id = String(UInt64.random(in: .min ... .max), radix: 16)
    }

    /// Reads the marker of the pool at `root`; `nil` if there is none.
    /// - Throws: ``StorageError`` if it cannot be understood.
    static func read(at root: FilePath) throws -> PoolMarker? {
        let path = root.appending(fileName)
        guard let text = try path.readText() else { return nil }
        let marker = try? JSONDecoder().decode(PoolMarker.self, from: Data(text.utf8))
        guard let marker, marker.version == 1 else {
            throw StorageError(
                .unavailable,
                "\(path) is damaged or of a newer version of DBLab. Upgrade, or name the pool's driver and remove the file."
            )
        }
        return marker
    }

    /// Writes the marker so that after a crash it is there as a whole or not at all.
    func write(at root: FilePath) throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys]
        try root.appending(Self.fileName).replaceContent([UInt8](try encoder.encode(self)) + [UInt8(ascii: "\n")])
    }
}
