package import SystemPackage

/// Where the kernel's control groups are found: all together (version 2), or by controller (version 1).
///
/// On machines with both, a controller belongs to version 1 if it is mounted there. See cgroups(7).
package struct ControlGroupMounts: Equatable, Sendable {
    /// What limits processors, memory and processes.
    package enum Controller: String, CaseIterable, Sendable { case cpu, memory, pids }

    /// Of version 1.
    package var separate: [Controller: FilePath] = [:]
    /// Of version 2.
    package var unified: FilePath?

    /// - Parameter mounts: The text of `/proc/self/mountinfo`, see proc_pid_mountinfo(5).
    package init(mounts: String) {
        for line in mounts.split(separator: "\n") {
            // …place options [tags] - type source options of the whole file system
            let halves = line.split(separator: " - ", maxSplits: 1)
            guard halves.count == 2 else { continue }
            let (own, whole) = (halves[0].split(separator: " "), halves[1].split(separator: " "))
            guard own.count > 5, whole.count > 2 else { continue }
            let place = FilePath(String(own[4]))
            switch whole[0] {
            case "cgroup2": unified = unified ?? place
            case "cgroup":
                for name in whole[2].split(separator: ",") {
                    guard let controller = Controller(rawValue: String(name)) else { continue }
                    separate[controller] = separate[controller] ?? place
                }
            default: continue
            }
        }
    }
}
