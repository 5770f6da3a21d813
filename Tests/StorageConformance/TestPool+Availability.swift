import Glibc
import SystemPackage
package import Testing

extension TestPool.Kind {
    /// What this machine lacks for such a pool; `nil` if it has all.
    package var obstacle: String? {
        if geteuid() != 0 { return "needs root" }
        if !FilePath("/dev/loop-control").isPresent { return "needs loop devices" }
        let missing = programs.filter { program in
            !["/usr/sbin", "/sbin", "/usr/bin", "/bin", "/usr/local/sbin"].contains { directory in
                FilePath(directory).appending(program).isPresent
            }
        }
        return missing.isEmpty ? nil : "needs \(missing.joined(separator: ", "))"
    }

    /// Whether tests on it can run here.
    package var isAvailable: Bool { obstacle == nil }

    /// Why tests on it are skipped.
    package var reason: Comment { "SKIPPED: a \(rawValue) pool \(obstacle ?? "is available")" }

    private var programs: [String] {
        switch self {
        case .copy: ["mkfs.ext4", "mount"]
        case .btrfs, .btrfsReflink: ["mkfs.btrfs", "btrfs", "mount"]
        case .xfs: ["mkfs.xfs", "mount"]
        case .zfs: ["zfs", "zpool"] + (FilePath("/dev/zfs").isPresent ? [] : ["zfs-fuse"])
        }
    }
}
