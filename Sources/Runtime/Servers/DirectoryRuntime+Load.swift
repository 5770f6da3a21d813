import FoundationEssentials
import Glibc
import SystemPackage
import Tooling

extension DirectoryRuntime {
    package func loads() async throws -> [ServerID: ServerLoad] {
        try await blocking { _ in
            let table = try ProcessTable()
            var result: [ServerID: ServerLoad] = [:]
            for id in serverIDs {
                guard let record = try serverDirectory(of: id).record(), let process = try process(of: record) else {
                    continue
                }
                result[id] = table.load(of: process.processID)
            }
            return result
        }
    }
}

/// All processes of the machine at one moment, with the processor time they took; see proc_pid_stat(5).
private struct ProcessTable {
    /// In clock ticks: its own, and that of its children that have ended.
    private var ticks: [Int32: Int] = [:]
    private var children: [Int32: [Int32]] = [:]

    init() throws {
        for number in try ServerProcess.numbers() {
            guard let fields = try ServerProcess.statistics(of: number), fields.count > 14,
                let parent = Int32(fields[1])
            else { continue }
            ticks[number] = fields[11...14].compactMap { Int($0) }.reduce(0, +)
            children[parent, default: []].append(number)
        }
    }

    /// What a server takes with all processes that it has started.
    func load(of server: Int32) -> ServerLoad {
        var (time, memory) = (0, 0)
        var waiting = [server]
        while let number = waiting.popLast() {
            time += ticks[number] ?? 0
            memory += Self.memory(of: number)
            waiting += children[number] ?? []
        }
        return ServerLoad(processorTime: .seconds(1) * time / sysconf(Int32(_SC_CLK_TCK)), memory: memory)
    }

    /// Its proportional set size, in which what several processes share is divided among them; 0 if it has just ended.
    private static func memory(of number: Int32) -> Int {
        let text = try? ServerProcess.content(of: FilePath("/proc/\(number)/smaps_rollup"))
        let line = text?.split(separator: "\n").first { $0.hasPrefix("Pss:") }
        return (line?.split(whereSeparator: \.isWhitespace).dropFirst().first.flatMap { Int($0) } ?? 0) << 10
    }
}
