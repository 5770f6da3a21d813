import Foundation
import Glibc
import SystemPackage

/// What runs on this machine, as the kernel tells.
enum ProcessTable {
    /// The processes that work in a directory under `root`, also in one that is gone.
    static func processes(workingUnder root: FilePath) -> [pid_t] {
        all.filter { workingDirectory(of: $0)?.hasPrefix(root.string + "/") ?? false }
    }

    /// The directories under `root` in which processes work, also directories that are gone.
    static func workingDirectories(under root: FilePath) -> Set<String> {
        Set(all.compactMap { workingDirectory(of: $0) }.filter { $0.hasPrefix(root.string + "/") })
    }

    private static var all: [pid_t] {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? []
        return names.compactMap { pid_t($0) }
    }

    private static func workingDirectory(of process: pid_t) -> String? {
        try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/\(process)/cwd")
    }
}
