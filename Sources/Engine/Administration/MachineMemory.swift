import Postgres
import SystemPackage

/// The memory of this machine.
package enum MachineMemory {
    /// All of it in bytes; `nil` if it cannot be told.
    package static var bytes: Int? {
        guard let text = try? SmallFile.read("/proc/meminfo", limit: 16 << 10) else { return nil }
        let line = text.split(separator: "\n").first { $0.hasPrefix("MemTotal:") }
        return line?.split(separator: " ").dropFirst().first.flatMap { Int($0) }.map { $0 << 10 }
    }

    /// What one of several clones may take: an eighth of the memory, from 128 MB to 1 GB.
    static func sharedBuffers(of memory: Int?) -> String {
        guard let memory else { return "1GB" }
        let megabytes = min(max(memory >> 23, 128), 1024)
        return megabytes == 1024 ? "1GB" : "\(megabytes)MB"
    }
}
