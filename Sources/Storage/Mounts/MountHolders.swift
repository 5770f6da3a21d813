import FoundationEssentials
import SystemPackage

/// Who keeps a file system from being unmounted, as far as /proc and /sys tell.
struct MountHolders: CustomStringConvertible {
    /// One of each process, file system and loop device, such as `postgres (4711) works in /pool/x`.
    let all: [String]

    /// - Parameter directory: Where the file system is mounted.
    init(of directory: FilePath) {
        let processes = Self.names(in: "/proc").compactMap { Int($0) }.sorted().map { Process(number: $0) }
        all =
            processes.compactMap { $0.use(of: directory) } + Self.mounts(in: directory)
            + Self.loopDevices(on: directory) + Self.strangers(seeing: directory, among: processes)
    }

    var description: String { all.isEmpty ? "nobody that /proc knows of" : all.joined(separator: "; ") }

    private static func mounts(in directory: FilePath) -> [String] {
        let inner = (try? MountTable.current().mounts.filter { $0.directory.lies(below: directory) }) ?? []
        return inner.map { "a file system is mounted at \($0.directory)" }
    }

    private static func loopDevices(on directory: FilePath) -> [String] {
        names(in: "/sys/block").filter { $0.hasPrefix("loop") }.compactMap { device in
            let file = try? FilePath("/sys/block/\(device)/loop/backing_file").readText()
            guard let path = file?.split(separator: "\n").first, directory.holds(path) else {
                return nil
            }
            return "the loop device /dev/\(device) lies on \(path)"
        }
    }

    /// Mount namespaces of others, such as containers, that see the file system as well.
    private static func strangers(seeing directory: FilePath, among processes: [Process]) -> [String] {
        var known = [Process.own.mountNamespace]
        return processes.compactMap { process in
            guard let namespace = process.mountNamespace, !known.contains(namespace) else { return nil }
            known.append(namespace)
            guard process.mounts?.mount(at: directory) != nil else { return nil }
            return "\(process) has it mounted in a namespace of its own"
        }
    }

    fileprivate static func names(in directory: String) -> [String] {
        (try? FileManager.default.contentsOfDirectory(atPath: directory)) ?? []
    }
}

/// One process, of which all may be gone at any time.
private struct Process: CustomStringConvertible {
    let place: String

    static let own = Process(place: "/proc/self")

    init(place: String) { self.place = place }
    init(number: Int) { place = "/proc/\(number)" }

    var description: String {
        let name = (try? FilePath(place + "/comm").readText()) ?? nil
        return "\(name?.split(separator: "\n").first ?? "process") (\(place.dropFirst("/proc/".count)))"
    }

    var mountNamespace: String? { target(of: "ns/mnt") }

    var mounts: MountTable? {
        (try? FilePath(place + "/mountinfo").readText()).flatMap { $0 }.map { MountTable(parsing: $0) }
    }

    /// The first thing found that it has in `directory`.
    func use(of directory: FilePath) -> String? {
        for (link, verb) in [("cwd", "works in"), ("root", "has its root in"), ("exe", "was started from")] {
            guard let path = target(of: link), directory.holds(path) else { continue }
            return "\(self) \(verb) \(path)"
        }
        let opened = MountHolders.names(in: place + "/fd").lazy.compactMap { target(of: "fd/" + $0) }
        if let path = opened.first(where: { directory.holds($0) }) {
            return "\(self) has \(path) open"
        }
        return mappedFile(in: directory).map { "\(self) has \($0) mapped" }
    }

    private func mappedFile(in directory: FilePath) -> String? {
        guard let maps = try? FilePath(place + "/maps").readText(), maps.contains(directory.string) else { return nil }
        return maps.split(separator: "\n").lazy
            .compactMap { line in line.firstIndex(of: "/").map { line[$0...] } }
            .first { directory.holds($0) }.map { String($0) }
    }

    private func target(of link: String) -> String? {
        try? FileManager.default.destinationOfSymbolicLink(atPath: "\(place)/\(link)")
    }
}

extension FilePath {
    fileprivate func lies(below directory: FilePath) -> Bool { self != directory && starts(with: directory) }

    /// As text: there are thousands of paths to compare, and taking each apart would take minutes.
    fileprivate func holds(_ path: some StringProtocol) -> Bool { path == string || path.hasPrefix(string + "/") }
}
