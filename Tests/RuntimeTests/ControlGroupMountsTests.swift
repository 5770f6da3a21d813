import Runtime
import SystemPackage
import Testing

/// Recorded from machines with either version, and with both.
@Suite struct ControlGroupMountsTests {
    @Test func allTogether() {
        let mounts = ControlGroupMounts(
            mounts: """
                25 30 0:23 / /sys rw,nosuid,nodev,noexec,relatime shared:7 - sysfs sysfs rw
                30 25 0:26 / /sys/fs/cgroup rw,nosuid,nodev,noexec,relatime shared:9 - cgroup2 cgroup2 rw,nsdelegate
                """
        )
        #expect(mounts.unified == "/sys/fs/cgroup" && mounts.separate.isEmpty)
    }

    @Test func byController() {
        let mounts = ControlGroupMounts(
            mounts: """
                30 25 0:26 / /sys/fs/cgroup ro,nosuid,nodev,noexec shared:9 - tmpfs tmpfs ro,mode=755
                31 30 0:27 / /sys/fs/cgroup/unified rw,nosuid shared:10 - cgroup2 cgroup2 rw,nsdelegate
                33 30 0:29 / /sys/fs/cgroup/cpu,cpuacct rw,nosuid shared:14 - cgroup cgroup rw,cpu,cpuacct
                34 30 0:30 / /sys/fs/cgroup/pids rw,nosuid shared:15 - cgroup cgroup rw,pids
                35 30 0:31 / /sys/fs/cgroup/memory rw,nosuid shared:16 - cgroup cgroup rw,memory
                36 30 0:32 / /sys/fs/cgroup/systemd rw,nosuid shared:17 - cgroup cgroup rw,xattr,name=systemd
                """
        )
        #expect(mounts.unified == "/sys/fs/cgroup/unified")
        #expect(
            mounts.separate == [
                .cpu: "/sys/fs/cgroup/cpu,cpuacct", .pids: "/sys/fs/cgroup/pids", .memory: "/sys/fs/cgroup/memory",
            ]
        )
    }

    @Test(arguments: ["", "\n", "nonsense", "1 2 3 - cgroup2", "1 2 0:1 / / rw - cgroup"])
    func whatIsNoMountIsPassedOver(_ text: String) {
        let mounts = ControlGroupMounts(mounts: text)
        #expect(mounts.unified == nil && mounts.separate.isEmpty)
    }
}
