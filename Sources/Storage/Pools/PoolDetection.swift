import Logging
import SystemPackage
import Tooling

/// Finds the driver for a pool: what the pool was made with before; else what is configured; else the best that works.
struct PoolDetection: Sendable {
    let configuration: PoolConfiguration

    init(_ configuration: PoolConfiguration) {
        self.configuration = configuration
    }

    /// What was found.
    struct Choice: Equatable, Sendable {
        var kind: DriverKind
        var root: FilePath
        /// Empty unless the driver is ZFS's.
        var zfsDataset = ""
    }

    private var root: FilePath { configuration.directory }

    /// Chooses, and notes the choice in the pool.
    func choose() async throws -> Choice {
        let choice = try await blocking { _ in
            try PoolPlaceholder.check(root)
            try root.makeDirectories(mode: 0o755)
            let marker = try PoolMarker.read(at: root)
            let kind = try kind(after: marker)
            try note(kind, over: marker)
            return Choice(kind: kind, root: root, zfsDataset: try zfsDataset(kind))
        }
        if choice.kind == .copy { warnOfCopies() }
        return choice
    }

    private func zfsDataset(_ kind: DriverKind) throws -> String {
        guard kind == .zfs else { return "" }
        let mounted = try PoolProbe(root: root).zfsDataset() ?? ""
        guard let configured = configuration.zfsDataset, configured != mounted else { return mounted }
        throw StorageError(
            .unavailable,
            "Not the ZFS dataset \(configured) is mounted at \(root), but \(mounted). "
                + "Mount it there: zfs set mountpoint=\(root) \(configured)"
        )
    }

    private func note(_ kind: DriverKind, over marker: PoolMarker?) throws {
        guard marker?.driver != kind else { return }
        var marker = marker ?? PoolMarker(driver: kind)
        marker.driver = kind
        try marker.write(at: root)
    }

    private func kind(after marker: PoolMarker?) throws -> DriverKind {
        let kind = try configuration.driver ?? marker?.driver ?? newKind()
        if let former = marker?.driver, !former.canBecome(kind) {
            throw StorageError(
                .unavailable,
                "The pool at \(root) was made with driver \(former.rawValue), but \(kind.rawValue) is configured. "
                    + "Configure driver: \(former.rawValue), or give the pool another, empty directory."
            )
        }
        guard let obstacle = try PoolProbe(root: root).obstacle(to: kind) else { return kind }
        throw StorageError(.unavailable, impossible(kind, obstacle, wasMade: marker != nil))
    }

    private func impossible(_ kind: DriverKind, _ obstacle: String, wasMade: Bool) -> String {
        let remedy =
            wasMade
            ? "Mount the file system that the pool was made on, or give the pool another, empty directory."
            : "Configure another driver, or make a pool with: dblab-server pool create \(root)"
        return "The driver \(kind.rawValue) cannot work at \(root): \(obstacle). \(remedy)"
    }

    /// The driver that what is already in the directory was made with; the best one for an empty one.
    private func newKind() throws -> DriverKind {
        if configuration.zfsDataset != nil { return .zfs }
        let probe = PoolProbe(root: root)
        let best = try [.zfs, .btrfs, .reflink].first { try probe.obstacle(to: $0) == nil } ?? DriverKind.copy
        let present = try presentTrees()
        switch (present.subvolumes, present.directories) {
        case (true, true):
            throw StorageError(
                .unavailable,
                "At \(root) there are both subvolumes and plain directories as datasets, of the drivers btrfs and copy. "
                    + "Name the pool's driver in the configuration."
            )
        case (true, false): return .btrfs
        case (false, true): return try probe.obstacle(to: .reflink) == nil ? .reflink : .copy
        case (false, false): return best
        }
    }

    private func presentTrees() throws -> (subvolumes: Bool, directories: Bool) {
        let layout = try PoolLayout(root: root)
        let paths = try [layout.datasets, layout.snapshots].flatMap { parent in
            try parent.entries().map { parent.appending($0) }
        }
        let kinds = Set(try paths.filter { try $0.isDirectory() }.map { try Subvolume(path: $0).exists() })
        return (kinds.contains(true), kinds.contains(false))
    }

    private func warnOfCopies() {
        Logger.current.warning(
            """
            Pool \(configuration.name) uses the driver copy: EVERY SNAPSHOT AND CLONE COPIES ALL DATA, taking its full \
            size and time. Put the pool on Btrfs, XFS or ZFS, for instance with: dblab-server pool create \(root)
            """
        )
    }
}

extension DriverKind {
    /// Whether a pool made with this driver can go on with another: copy and reflink keep the same files.
    fileprivate func canBecome(_ other: DriverKind) -> Bool {
        let trees: Set<DriverKind> = [.copy, .reflink]
        return self == other || trees.isSuperset(of: [self, other])
    }
}
