/// `containerConfig` of server.yml: options of `docker run` by their long names, as fields of the API's `HostConfig`.
///
/// What would open a container to the machine is refused, and so is what is not known: a limit that is misspelt would
/// otherwise be none. See https://docs.docker.com/reference/cli/docker/container/run/.
package struct ContainerOptions: Equatable, Sendable {
    /// Of `HostConfig`.
    package private(set) var fields: [String: DockerValue] = [:]
    /// Variables of the server.
    package private(set) var environment: [String] = []
    package private(set) var labels: [String: DockerValue] = [:]

    /// Options that are wrong, each in words.
    package struct Problem: Error, CustomStringConvertible {
        package let description: String
    }

    package init() {}

    /// - Throws: ``Problem`` that names the option.
    package init(_ options: [String: String]) throws {
        for (name, value) in options.sorted(by: { $0.key < $1.key }) {
            let name = String(name.drop { $0 == "-" })
            guard let option = Self.options[name] else { throw Self.unknown(name) }
            do { try apply(option, value) } catch let error as Invalid {
                throw Problem(description: "has \(name): \"\(value)\", which is not \(error.expected)")
            }
        }
    }

    private struct Invalid: Error { let expected: String }

    private enum Option {
        case bytes(String), count(String), processors, text(String), flag(String), labels, environment
        case limits, kernelSettings
    }

    private static let options: [String: Option] = [
        "blkio-weight": .count("BlkioWeight"), "cpu-period": .count("CpuPeriod"), "cpu-quota": .count("CpuQuota"),
        "cpu-shares": .count("CpuShares"), "cpus": .processors, "cpuset-cpus": .text("CpusetCpus"),
        "cpuset-mems": .text("CpusetMems"), "env": .environment, "kernel-memory": .bytes("KernelMemory"),
        "label": .labels, "memory": .bytes("Memory"), "memory-reservation": .bytes("MemoryReservation"),
        "memory-swap": .bytes("MemorySwap"), "memory-swappiness": .count("MemorySwappiness"),
        "oom-kill-disable": .flag("OomKillDisable"), "oom-score-adj": .count("OomScoreAdj"),
        "pids-limit": .count("PidsLimit"), "shm-size": .bytes("ShmSize"), "sysctl": .kernelSettings, "ulimit": .limits,
    ]

    /// Options that the runtime decides itself, or that would open the container.
    private static let refused: Set<String> = [
        "add-host", "cap-add", "cgroup-parent", "cgroupns", "detach", "device", "dns", "entrypoint", "expose", "gpus",
        "group-add", "ipc", "link", "mount", "name", "net", "network", "pid", "privileged", "publish", "read-only",
        "restart", "rm", "runtime", "security-opt", "tmpfs", "user", "userns", "uts", "volume", "volumes-from",
        "workdir",
    ]

    private static func unknown(_ name: String) -> Problem {
        if refused.contains(name) {
            return Problem(description: "has \(name), which the engine decides itself; remove it")
        }
        let known = options.keys.sorted().joined(separator: ", ")
        return Problem(description: "has \(name), which is not known; there are \(known)")
    }

    private mutating func apply(_ option: Option, _ value: String) throws {
        switch option {
        case .bytes(let field): fields[field] = .number(try Self.bytes(value))
        case .count(let field): fields[field] = .number(try Self.number(value))
        case .processors: fields["NanoCpus"] = .number(try Self.processors(value))
        case .text(let field): fields[field] = .text(value)
        case .flag(let field): fields[field] = .flag(try Self.flag(value))
        case .labels: labels = try Self.pairs(value).mapValues(DockerValue.text)
        case .environment: environment += try Self.pairs(value).map { "\($0)=\($1)" }.sorted()
        case .kernelSettings: fields["Sysctls"] = .object(try Self.pairs(value).mapValues(DockerValue.text))
        case .limits: fields["Ulimits"] = .list([try Self.limit(value)])
        }
    }
}

extension ContainerOptions {
    /// Docker's units: a number with b, k, m or g, also written kb or kib.
    private static func bytes(_ text: String) throws -> Int {
        let lower = text.lowercased()
        let digits = lower.prefix { $0.isNumber || $0 == "." || $0 == "-" }
        let shifts = [
            "": 0, "b": 0, "k": 10, "kb": 10, "kib": 10, "m": 20, "mb": 20, "mib": 20, "g": 30, "gb": 30, "gib": 30,
        ]
        guard let number = Double(digits), number.magnitude < 1e6,
            let shift = shifts[lower.dropFirst(digits.count).filter { $0 != " " }]
        else { throw Invalid(expected: "a size such as 1gb") }
        return Int(number * Double(1 << shift))
    }

    private static func number(_ text: String) throws -> Int {
        guard let number = Int(text) else { throw Invalid(expected: "a number") }
        return number
    }

    private static func processors(_ text: String) throws -> Int {
        guard let number = Double(text), (0.01...1024).contains(number) else {
            throw Invalid(expected: "a number of processors such as 1.5")
        }
        return Int(number * 1e9)
    }

    private static func flag(_ text: String) throws -> Bool {
        guard let flag = ["true": true, "": true, "1": true, "false": false, "0": false][text.lowercased()] else {
            throw Invalid(expected: "true or false")
        }
        return flag
    }

    private static func pairs(_ text: String) throws -> [String: String] {
        var result: [String: String] = [:]
        for pair in text.split(separator: ",") {
            let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            guard parts.count == 2, !parts[0].isEmpty else { throw Invalid(expected: "a list of name=value") }
            result[String(parts[0])] = String(parts[1])
        }
        return result
    }

    /// `nofile=1024:2048`, or one number for both.
    private static func limit(_ text: String) throws -> DockerValue {
        let parts = text.split(separator: "=", maxSplits: 1)
        let numbers = parts.last.map { $0.split(separator: ":").map { Int($0) } } ?? []
        guard parts.count == 2, (1...2).contains(numbers.count), let soft = numbers[0],
            let hard = numbers[numbers.count - 1]
        else { throw Invalid(expected: "a limit such as nofile=1024:2048") }
        return ["Name": .text(String(parts[0])), "Soft": .number(soft), "Hard": .number(hard)]
    }
}
