import Runtime
import Testing

@Suite struct ContainerOptionsTests {
    @Test func optionsOfDBLabsExamplesBecomeFields() throws {
        let options = try ContainerOptions([
            "shm-size": "1gb", "memory": "512m", "--cpus": "1.5", "pids-limit": "200", "cpuset-cpus": "0-1",
            "ulimit": "nofile=1024:2048", "sysctl": "kernel.shmmax=1", "label": "team=a,tier=b", "env": "B=2,A=1",
            "blkio-weight": "500", "oom-kill-disable": "false", "memory-swap": "-1b",
        ])
        let expected: [String: DockerValue] = [
            "ShmSize": .number(1 << 30), "Memory": .number(512 << 20), "NanoCpus": 1_500_000_000, "PidsLimit": 200,
            "CpusetCpus": "0-1", "Ulimits": [["Name": "nofile", "Soft": 1024, "Hard": 2048]],
            "Sysctls": ["kernel.shmmax": "1"], "BlkioWeight": 500, "OomKillDisable": false, "MemorySwap": -1,
        ]
        #expect(options.fields == expected)
        #expect(options.labels == ["team": "a", "tier": "b"])
        #expect(options.environment == ["A=1", "B=2"])
    }

    @Test(arguments: [
        ("privileged", "true", "the engine decides itself"), ("volume", "/:/host", "the engine decides itself"),
        ("cap-add", "SYS_ADMIN", "the engine decides itself"), ("network", "host", "the engine decides itself"),
        ("memmory", "1g", "is not known; there are"), ("memory", "much", "not a size such as 1gb"),
        ("memory", "1x", "not a size such as 1gb"), ("cpus", "0", "not a number of processors"),
        ("pids-limit", "many", "not a number"), ("ulimit", "nofile", "not a limit such as"),
        ("env", "A", "not a list of name=value"), ("oom-kill-disable", "maybe", "not true or false"),
    ])
    func whatIsWrongIsNamed(_ name: String, _ value: String, _ reason: String) throws {
        let problem = #expect(throws: ContainerOptions.Problem.self) { try ContainerOptions([name: value]) }
        #expect(problem?.description.contains(name) == true)
        #expect(problem?.description.contains(reason) == true, "\(problem?.description ?? "")")
    }
}
