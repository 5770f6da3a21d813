import FoundationEssentials
import Glibc
import Postgres
package import SystemPackage
import Tooling

/// The control groups of servers, one a server: what is started in one of them shares its limits.
///
/// They are below `dblab` in the root of each hierarchy, not below the engine's own group, since servers outlive the engine.
/// Those whose processors are limited also have the same share of them.
package struct ControlGroups: Sendable {
    typealias Controller = ControlGroupMounts.Controller

    private let mounts: ControlGroupMounts
    /// Tells the groups of this engine from those of others.
    private let key: String
    /// Of each process's second, in microseconds; the kernel's default.
    private static let period = 100_000

    /// - Parameter directory: The place of the runtime.
    package init(mounts: ControlGroupMounts, directory: FilePath) {
        self.mounts = mounts
        key = StableHash.text(directory.string.utf8)
    }

    /// Looks for control groups, and tries whether they can be made here.
    /// - Throws: ``RuntimeError`` with code `unavailable` that says why not.
    package static func find(directory: FilePath) throws -> ControlGroups {
        do {
            let mounts = ControlGroupMounts(mounts: try SmallFile.read("/proc/self/mountinfo", limit: 1 << 20))
            let groups = ControlGroups(mounts: mounts, directory: directory)
            for controller in Controller.allCases { try groups.makeParents(of: controller) }
            groups.removeEmptyParents()
            return groups
        } catch let error as Errno {
            throw RuntimeError(
                .unavailable,
                "Control groups cannot be made here: \(error). Run the engine as root, with a writable /sys/fs/cgroup."
            )
        }
    }

    /// Makes the groups of a server with their limits; those that are there get the limits.
    /// - Returns: The files through which a process joins them.
    /// - Throws: ``RuntimeError``.
    func make(_ id: ServerID, _ limits: ResourceLimits) throws -> [FilePath] {
        guard !limits.isEmpty else { return [] }
        do {
            return try Set(controllers(for: limits).map { try make(id, limits, $0) }).sorted { $0.string < $1.string }
        } catch let error as Errno {
            throw RuntimeError(.unavailable, "The control group of server \(id) cannot be made: \(error).")
        }
    }

    /// Moves a process with all that it has started into groups; what they start from then on is in them.
    ///
    /// Each look finds those that were started before their parents were moved.
    static func join(_ files: [FilePath], _ process: ServerProcess) throws {
        var moved: Set<Int32> = []
        while true {
            let found = try process.family.filter { moved.insert($0.processID).inserted }
            if found.isEmpty { return }
            for process in found { for file in files { try move(process, through: file) } }
        }
    }

    private static func move(_ process: ServerProcess, through path: FilePath) throws {
        let file = try FileDescriptor.open(path, .writeOnly, options: [.closeOnExec])
        do {
            _ = try file.closeAfter { try file.writeAll("\(process.processID)".utf8) }
        } catch Errno.noSuchProcess {
            // It has ended meanwhile.
        }
    }

    /// Removes the groups of a server; what still runs in them is ended.
    /// - Throws: ``RuntimeError``.
    func remove(_ id: ServerID) async throws {
        for group in Set(Controller.allCases.compactMap { try? self.group($0, id) }) {
            guard access(group.string, F_OK) == 0 else { continue }
            try await remove(group, of: id)
        }
        removeEmptyParents()
    }

    /// Removes groups that belong to no server any more, such as of a state directory that somebody took away.
    package func removeOrphans(besides servers: Set<ServerID>) async throws {
        let places = Controller.allCases.compactMap { try? place($0) }
        let names = places.flatMap { (try? FileManager.default.contentsOfDirectory(atPath: $0.string)) ?? [] }
        // Besides groups there are the kernel's files, whose names are no names of servers or of no directory.
        for id in Set(names.compactMap { ServerID($0) }).subtracting(servers) {
            let groups = places.map { $0.appending(id.description) }
            if groups.contains(where: { access($0.appending("cgroup.procs").string, F_OK) == 0 }) {
                try await remove(id)
            }
        }
    }

    /// With the last server goes what was made for all of them; the kernel keeps what is in use.
    private func removeEmptyParents() {
        for place in Controller.allCases.compactMap({ try? place($0) }) {
            rmdir(place.string)
            rmdir(place.removingLastComponent().string)
        }
    }

    private func remove(_ group: FilePath, of id: ServerID) async throws {
        for _ in 0..<100 {
            if rmdir(group.string) == 0 || errno == ENOENT { return }
            let text = (try? SmallFile.read(group.appending("cgroup.procs"), limit: 1 << 20)) ?? ""
            let handles = try text.split(separator: "\n").compactMap { Int32($0) }
                .compactMap { try ServerProcess(processID: $0) }.compactMap { try ProcessHandle($0) }
            for handle in handles { try? handle.signal(SIGKILL) }
            for handle in handles { _ = await handle.waitForEnd(within: .seconds(10)) }
            await Task.yield()
        }
        throw RuntimeError(.failedToStop, "The control group \(group) of server \(id) cannot be removed.")
    }
}

extension ControlGroups {
    /// Only what is limited: a group of its own for processors alone would cost a clone a fifth of its transactions.
    private func controllers(for limits: ResourceLimits) -> [Controller] {
        (limits.processors == nil ? [] : [.cpu]) + (limits.memory == nil ? [] : [.memory])
            + (limits.processes == nil ? [] : [.pids])
    }

    private func root(_ controller: Controller) throws -> (path: FilePath, isUnified: Bool) {
        if let path = mounts.separate[controller] { return (path, false) }
        guard let path = mounts.unified else { throw Errno.noSuchFileOrDirectory }
        return (path, true)
    }

    /// The group that holds those of all servers of this engine.
    private func place(_ controller: Controller) throws -> FilePath {
        try root(controller).path.appending("dblab").appending(key)
    }

    private func group(_ controller: Controller, _ id: ServerID) throws -> FilePath {
        try place(controller).appending(id.description)
    }

    private func makeParents(of controller: Controller) throws {
        let ((root, isUnified), own) = (try root(controller), try place(controller))
        let all = own.removingLastComponent()
        if isUnified { try Self.enable(controller, in: root) }
        try Self.makeGroup(all)
        if isUnified { try Self.enable(controller, in: all) }
        try Self.makeGroup(own)
        if isUnified { try Self.enable(controller, in: own) }
    }

    private static func makeGroup(_ group: FilePath) throws {
        guard mkdir(group.string, 0o755) != 0, errno != EEXIST else { return }
        throw Errno(rawValue: errno)
    }

    private func make(_ id: ServerID, _ limits: ResourceLimits, _ controller: Controller) throws -> FilePath {
        let group = try group(controller, id)
        // The parents come with the first server, and whoever removes the last one meanwhile takes them away.
        for attempt in 1... {
            do {
                if attempt > 1 { try makeParents(of: controller) }
                try Self.makeGroup(group)
                break
            } catch Errno.noSuchFileOrDirectory where attempt < 100 { continue }
        }
        for (file, value) in settings(limits, controller, isUnified: try root(controller).isUnified) {
            try Self.write(value, to: file, in: group)
        }
        return group.appending("cgroup.procs")
    }

    private func settings(
        _ limits: ResourceLimits,
        _ controller: Controller,
        isUnified: Bool
    ) -> [(file: String, value: String)] {
        let quota = limits.processors.map { Int(max(0.01, $0) * Double(Self.period)) }
        return switch (controller, isUnified) {
        case (.cpu, true): [("cpu.max", "\(quota.map(String.init) ?? "max") \(Self.period)")]
        case (.cpu, false): [("cpu.cfs_quota_us", "\(quota ?? -1)")]
        case (.memory, true): [("memory.max", Self.text(limits.memory)), ("memory.swap.max", "0")]
        case (.memory, false): [("memory.limit_in_bytes", limits.memory.map(String.init) ?? "-1")]
        case (.pids, _): [("pids.max", Self.text(limits.processes))]
        }
    }

    private static func text(_ limit: Int?) -> String { limit.map(String.init) ?? "max" }

    private static func enable(_ controller: Controller, in group: FilePath) throws {
        try write("+\(controller.rawValue)", to: "cgroup.subtree_control", in: group)
    }

    private static func write(_ value: some CustomStringConvertible, to name: String, in group: FilePath) throws {
        // Files come with their group; only in tests they are made.
        let file = try FileDescriptor.open(
            group.appending(name),
            .writeOnly,
            options: [.create, .closeOnExec],
            permissions: .ownerReadWrite
        )
        _ = try file.closeAfter { try file.writeAll("\(value)".utf8) }
    }
}
