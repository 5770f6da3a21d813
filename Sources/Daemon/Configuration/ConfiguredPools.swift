import FoundationEssentials
import Storage
import SystemPackage

/// The pools that a configuration means, found by looking at the directories.
struct ConfiguredPools: Equatable, Sendable {
    /// The pool that refreshes fill; the first if all take turns.
    let selected: PoolConfiguration
    /// Further pools, whose clones go on.
    let others: [PoolConfiguration]
    /// Whether refreshes fill the selected pool only.
    let isPinned: Bool

    /// All of them, the selected one first.
    var all: [PoolConfiguration] { [selected] + others }

    /// - Throws: ``ConfigurationError`` that names the key and the remedy when there is no pool.
    init(_ section: ServerConfiguration.PoolManager) throws {
        let directory = FilePath(section.mountDir)
        let children = try Self.subdirectories(of: directory)
        let pools = children.filter { Self.isPool(directory.appending($0)) }
        let name = try Self.selection(section, directory: directory, children: children, pools: pools)
        selected = PoolConfiguration(
            name: name ?? directory.lastComponent?.string ?? "pool",
            directory: name.map { directory.appending($0) } ?? directory,
            driver: DriverKind(rawValue: section.driver),
            zfsDataset: section.zfsDataset.isEmpty ? nil : section.zfsDataset
        )
        isPinned = !section.selectedPool.isEmpty || pools.count < 2 || name == nil
        others = pools.filter { $0 != name && name != nil }.map {
            PoolConfiguration(name: $0, directory: directory.appending($0))
        }
    }

    /// The name of the selected child; `nil` if the directory itself is the pool.
    private static func selection(
        _ section: ServerConfiguration.PoolManager,
        directory: FilePath,
        children: [String],
        pools: [String]
    ) throws -> String? {
        if !section.selectedPool.isEmpty { return section.selectedPool }
        if isMarked(directory) || children.isEmpty { return nil }
        switch pools.count {
        case 0:
            throw ConfigurationError(
                "`poolManager.mountDir`: \(directory) has directories, but no pool. Make one: "
                    + "dblab-server pool create --directory \(directory)/pool"
            )
        default: return pools[0]
        }
    }

    private static let marks = [".dblab-pool.json", ".dblab-not-mounted"]

    private static func isMarked(_ directory: FilePath) -> Bool {
        marks.contains { FileManager.default.fileExists(atPath: directory.appending($0).string) }
    }

    private static func isPool(_ directory: FilePath) -> Bool {
        isMarked(directory) || MountPoint.isMountPoint(directory)
    }

    private static func subdirectories(of directory: FilePath) throws -> [String] {
        guard FileManager.default.fileExists(atPath: directory.string) else { return [] }
        do {
            return try FileManager.default.contentsOfDirectory(atPath: directory.string).filter { name in
                var isDirectory = false
                return FileManager.default.fileExists(
                    atPath: directory.appending(name).string,
                    isDirectory: &isDirectory
                ) && isDirectory && !name.hasPrefix(".") && name != "lost+found"
            }.sorted()
        } catch {
            throw ConfigurationError("`poolManager.mountDir`: \(directory) cannot be read: \(error)")
        }
    }
}
